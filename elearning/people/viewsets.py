"""People, units and offices in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView, IndexView, UserColumn, UserViewSet

from elearning.lib import nip as nips

from .auth import remember_code
from .choosers import OfferingChooser
from .models import EmploymentStatus, IdentityReport, OfficeHolding, User
from .permissions import can_give_code_to
from .services import PeopleError, clean_nip, issue_code, resolve_identity_report
from .unit_viewset import UnitViewSet

PERSON_FIELDS = (
    "display_name",
    "email",
    "employment_status",
    "nip",
    "position_title",
    "unit",
    "unit_name",
    "phone",
    "identity_level",
)


class PersonFormMixin:
    """One name instead of two, an e-mail only for those who sign in by password, and never a username on the screen."""

    first_name = None
    last_name = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"]  # random, shown nowhere (ADR 0001)
        self.fields["email"] = forms.EmailField(
            label="Email", required=False, help_text="Wajib bagi yang masuk dengan kata sandi."
        )
        # Wider than the column: spaces and dots are welcome, clean_nip takes them out.
        self.fields["nip"] = forms.CharField(label="NIP / NI PPPK", required=False, max_length=40)
        for name in ("password1", "password2"):
            self.fields[name].required = False
        self.fields["password1"].help_text = "Hanya untuk petugas. Peserta masuk dengan kode peserta."

    @property
    def person_fields(self) -> list[forms.BoundField]:
        """What stands on the first tab; rights have their own."""
        return [self[name] for name in self.fields if name not in ("is_superuser", "groups")]

    def clean_nip(self) -> str | None:
        try:
            return clean_nip(self.cleaned_data.get("nip") or "") or None
        except PeopleError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_email(self) -> str | None:
        email = self.cleaned_data.get("email") or None
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Email ini sudah dipakai orang lain.")
        return email

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("password1") and not cleaned.get("email"):
            self.add_error("email", "Tulis email: orang ini akan masuk dengan email dan kata sandi.")
        if cleaned.get("employment_status") == EmploymentStatus.NON_ASN:
            cleaned["nip"] = None
        return cleaned


class PersonCreationForm(PersonFormMixin, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ("username", *PERSON_FIELDS, "is_superuser", "groups")

    def save(self, commit: bool = True) -> User:
        if not self.cleaned_data["password1"]:
            self.instance.set_unusable_password()
        return super().save(commit=commit)


class PersonEditForm(PersonFormMixin, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = ("username", "is_active", *PERSON_FIELDS, "is_superuser", "groups")
        help_texts = {
            "is_active": "Orang tidak dihapus: hasil belajar dan sertifikat melekat padanya. "
            "Kosongkan kotak ini bila orang ini tidak boleh masuk lagi."
        }


class PeopleIndexView(IndexView):
    """By name, with the unit; Wagtail's own list shows the username."""

    search_fields = ("display_name", "email")
    default_ordering = "display_name"

    @property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            self._get_title_column_class(UserColumn)(
                "display_name", label="Nama", sort_key="display_name", get_url=self.get_edit_url, classname="name"
            ),
            Column("email", label="Email", accessor=lambda person: person.email or "", sort_key="email"),
            Column("unit_label", label="Unit kerja"),
            Column("get_identity_level_display", label="Identitas"),
            BooleanColumn("is_active", label="Aktif", sort_key="is_active"),
            DateColumn("last_login", label="Masuk terakhir", sort_key="last_login"),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("unit")

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering) if self.ordering else queryset

    def get_delete_url(self, instance: User) -> None:
        """Wagtail asks Django's permission here, not our policy: nobody deletes people."""


class PersonEditView(EditView):
    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False  # Wagtail asked Django's permission, not our policy

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if can_give_code_to(self.request.user, self.object, on=timezone.localdate()):
            url = reverse("wagtailusers_users:new_code", args=[self.object.pk])
            buttons.append(Button("Buat kode baru", url=url, icon_name="key", priority=5))
        return buttons


class NewCodeForm(forms.ModelForm):
    """Nothing to type: pressing makes the code."""

    class Meta:
        model = User
        fields = ()


class NewCodeView(generic.EditView):
    """A new kode peserta for anybody who is no office holder, also for people that no camat and no session knows."""

    panel = None
    form_class = NewCodeForm
    template_name = "people/admin/new_code.html"
    page_title = "Buat kode baru"
    submit_button_label = "Buat kode baru"
    submit_button_active_label = "Membuat kode…"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return []

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if self.user_has_permission("change") and not can_give_code_to(
            request.user, self.object, on=timezone.localdate()
        ):
            messages.error(
                request,
                "Orang ini memegang jabatan, mengelola situs, masuk dengan kata sandi, atau tidak aktif. "
                "Atur kata sandinya di sini.",
            )
            return redirect("wagtailusers_users:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: NewCodeForm) -> HttpResponse:
        plain = issue_code(self.object, at=timezone.now(), by=self.request.user)
        back_url = reverse("wagtailusers_users:edit", args=[self.object.pk])
        remember_code(self.request, self.object, plain, back_url=back_url)
        return redirect("dashboard:code")


class PersonViewSet(UserViewSet):
    """Takes the place of Wagtail's «Users»; see apps.StaffUsersConfig."""

    menu_label = "Orang"
    ordering = "display_name"
    index_view_class = PeopleIndexView
    edit_view_class = PersonEditView

    @cached_property
    def new_code_view(self):
        return self.construct_view(
            NewCodeView,
            model=User,
            template_name=NewCodeView.template_name,
            index_url_name=self.get_url_name("index"),
            edit_url_name=self.get_url_name("new_code"),
        )

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("<int:pk>/kode-baru/", self.new_code_view, name="new_code")]

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonEditForm if for_update else PersonCreationForm


class VisiblePeople:
    """A chooser shows whom the editor may see, and nobody else (ADR 0004)."""

    def get_object_list(self):
        return User.objects.visible_to(self.request.user, on=timezone.localdate())

    def get_object(self, pk):
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks):
        return self.get_object_list().filter(pk__in=pks)


class ChoosePerson(VisiblePeople, chooser.ChooseView):
    pass


class ChoosePersonResults(VisiblePeople, chooser.ChooseResultsView):
    pass


class ChosenPerson(VisiblePeople, chooser.ChosenView):
    pass


class ChosenPeople(VisiblePeople, chooser.ChosenMultipleView):
    pass


class PersonChooserViewSet(OfferingChooser):
    model = User
    icon = "user"
    choose_one_text = "Pilih orang"
    choose_another_text = "Pilih orang lain"
    edit_item_text = "Buka orang ini"
    register_widget = False  # other rooms say themselves which people they offer
    choose_view_class = ChoosePerson
    choose_results_view_class = ChoosePersonResults
    chosen_view_class = ChosenPerson
    chosen_multiple_view_class = ChosenPeople


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="orang/pilih")


class OfficesIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("person", "unit")


class OfficeHoldingViewSet(ModelViewSet):
    """Who holds which office from when to when. An office ends by its date; it is never deleted."""

    model = OfficeHolding
    index_view_class = OfficesIndexView
    icon = "key"
    menu_label = "Jabatan"
    menu_name = "offices"
    ordering = ("unit__path", "role", "-starts_on")
    list_per_page = 100
    search_fields = ("person__display_name", "unit__name")
    copy_view_enabled = False
    list_display = (
        TitleColumn("person", label="Orang", url_name="officeholding:edit"),
        Column("title", label="Jabatan"),
        DateColumn("starts_on", label="Mulai"),
        DateColumn("ends_on", label="Sampai"),
    )
    list_filter = ("role", "kind")
    panels = (
        FieldPanel("person", widget=person_chooser.widget_class),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    )


class IdentityReportForm(forms.ModelForm):
    """What was found; saving settles the report."""

    class Meta:
        model = IdentityReport
        fields = ("note",)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": "Apa yang Anda periksa dan ubah, misalnya «NIP dikosongkan, salah ketik»."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True


class IdentityReportEditView(generic.EditView):
    panel = None
    submit_button_label = "Tandai selesai"
    success_message = "Laporan ditandai selesai."

    def save_instance(self) -> IdentityReport:
        return resolve_identity_report(
            self.object, note=self.form.cleaned_data["note"], by=self.request.user, at=timezone.now()
        )


class IdentityReportIndexView(generic.IndexView):
    """Open ones first."""

    default_ordering = ("is_resolved", "-created_at")

    def get_base_queryset(self):
        is_resolved = ExpressionWrapper(Q(resolved_at__isnull=False), BooleanField())
        return IdentityReport.objects.annotate(is_resolved=is_resolved).select_related("person")


class IdentityReportViewSet(ModelViewSet):
    model = IdentityReport
    index_view_class = IdentityReportIndexView
    edit_view_class = IdentityReportEditView
    icon = "warning"
    menu_label = "Laporan «bukan saya»"
    menu_name = "identity-reports"
    edit_template_name = "people/admin/identity_report.html"
    list_per_page = 50
    search_fields = ("person__display_name",)
    copy_view_enabled = False
    list_display = (
        TitleColumn("person", label="Tercatat pada", url_name="identityreport:edit"),
        Column("nip", label="NIP", accessor=lambda report: nips.display(report.nip)),
        DateColumn("created_at", label="Diterima"),
        Column("is_resolved", label="Keadaan", accessor=lambda report: "selesai" if report.resolved_at else "belum"),
    )

    def get_form_class(self, for_update: bool = False) -> type:
        return IdentityReportForm

    def get_edit_handler(self) -> None:
        return None


class OrganisationGroup(ViewSetGroup):
    menu_label = "Organisasi"
    menu_icon = "site"
    menu_order = 700
    items = (
        UnitViewSet("unit", url_prefix="unit"),
        OfficeHoldingViewSet("officeholding", url_prefix="jabatan"),
        IdentityReportViewSet("identityreport", url_prefix="bukan-saya"),
    )
