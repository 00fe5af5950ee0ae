from django.urls import path

from .views import heads, sharing, staff

app_name = "cascade"
urlpatterns = [
    path("camat/", heads.overview, name="home"),
    path("camat/bagikan/", sharing.sharing, name="sharing"),
    path("camat/bagikan/ganti/", sharing.replace_link, name="replace_link"),
    path("camat/bagikan/selebaran.pdf", sharing.handout_pdf, name="handout_pdf"),
    path("camat/daftar/", staff.staff, name="staff"),
    path("camat/daftar/<uuid:person>/pegawai/", staff.decide, name="decide"),
    path("camat/daftar/<uuid:person>/kode-baru/", staff.staff_code, name="staff_code"),
]
