"""Every address of the site, one list per room."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from elearning.people.views import admin_door, not_offered

handler404 = "elearning.ui.views.page_not_found"

urlpatterns = [
    path("admin/login/", admin_door, name="admin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("berkas/", include(wagtaildocs_urls)),
    path("akun/password/set/", not_offered),
    path("akun/email/", not_offered),
    path("akun/", include("allauth.urls")),
    path("", include("elearning.people.urls")),  #        masuk/ keluar/ k/
    path("", include("elearning.mailing.urls")),  #       surel/
    path("", include("elearning.regulations.urls")),  #   kartu/ peraturan/ cari/ yang-berubah/
    path("", include("elearning.lessons.urls")),  #       baca/
    path("", include("quizzes.urls")),  #                 kuis/
    path("", include("certificates.urls")),  #            v/ cek sertifikat/
    path("", include("elearning.distribution.urls")),  #  b/
    path("", include("elearning.training.urls")),  #      sesi/ p/
    path("", include("elearning.refreshers.urls")),  #    pembaruan/
    path("", include("elearning.cascade.urls")),  #       camat/
    path("", include("elearning.reports.urls")),  #       pimpinan/
    path("", include("elearning.dashboard.urls")),  #     beranda/ data-diri/ kode/ saya/ panitia/
    path("", include("elearning.ui.urls")),  #            sehat/ tema/ robots.txt
]
if settings.DEMO_MODE:
    urlpatterns += [path("", include("elearning.demo.urls"))]  # demo/
urlpatterns += [path("", include(wagtail_urls))]
