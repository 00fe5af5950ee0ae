from django.urls import path, re_path

from .badges.urls import urlpatterns as of_badges
from .views import batches, exports, files, own, register, stack, verification

app_name = "certificates"
urlpatterns = [
    *of_badges,
    # v/<kode> cek: public, short, with or without a closing slash
    re_path(r"^v/(?P<code>[^/]+)/?$", verification.verify, name="verify"),
    re_path(r"^cek/?$", verification.check, name="check"),
    re_path(r"^cek/berkas/?$", files.check_file, name="check_file"),
    re_path(r"^cek/tumpukan/?$", stack.check_stack, name="check_stack"),
    # sertifikat/: the holder's own papers
    path("sertifikat/", own.mine, name="mine"),
    # sertifikat/kelola/: the register of a committee, one paper
    path("sertifikat/kelola/register/", exports.registers, name="registers"),
    path(
        "sertifikat/kelola/register/<uuid:public_id>/<int:year>/<str:kind>/",
        exports.register_file,
        name="register_file",
    ),
    path("sertifikat/kelola/penerbitan/<uuid:public_id>/", batches.batch, name="batch"),
    path("sertifikat/kelola/penerbitan/<uuid:public_id>/ulangi/", batches.retry, name="retry_batch"),
    path("sertifikat/kelola/penerbitan/<uuid:public_id>/berita-acara/", batches.minutes_file, name="minutes"),
    path("sertifikat/kelola/penerbitan/<uuid:public_id>/zip/", batches.zip_file, name="batch_zip"),
    path("sertifikat/kelola/penerbitan/<uuid:public_id>/cetak/", batches.print_file, name="batch_print"),
    path("sertifikat/kelola/<str:code>/", register.keep, name="keep"),
    path("sertifikat/kelola/<str:code>/terbitkan-ulang/", register.replace, name="replace"),
    path("sertifikat/kelola/<str:code>/cabut/", register.revoke, name="revoke"),
    path("sertifikat/kelola/<str:code>/pulihkan/", register.restore, name="restore"),
    path("sertifikat/kelola/<str:code>/tolak-perbaikan/", register.decline, name="decline"),
    path("sertifikat/<str:code>/", own.detail, name="detail"),
    path("sertifikat/<str:code>/perbaikan/", own.ask_correction, name="ask_correction"),
    path("sertifikat/<str:code>/unduh/", own.download, name="download"),
]
