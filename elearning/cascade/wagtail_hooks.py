"""How the history of a unit names what its head did with the list of staff."""

from wagtail import hooks


@hooks.register("register_log_actions")
def name_actions(actions):
    actions.register_action("cascade.staff.add", "Daftar pegawai ditambah", "Menambah daftar pegawai")
    actions.register_action("cascade.staff.undo", "Masukan dibatalkan", "Membatalkan masukan daftar pegawai")
    actions.register_action("cascade.staff.remove", "Nama dikeluarkan", "Mengeluarkan nama dari daftar pegawai")
    actions.register_action("cascade.staff.link", "Nama dipasangkan", "Memasangkan nama dengan orangnya")
    actions.register_action("cascade.staff.apart", "Bukan orang yang sama", "Menyatakan dua nama sebagai dua orang")
    actions.register_action("cascade.staff.export", "Daftar pegawai diunduh", "Mengunduh daftar pegawai")
