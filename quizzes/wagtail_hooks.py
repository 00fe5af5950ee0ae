"""Registers what this room brings to the admin."""

from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("quizzes.question.version", "Terbitkan versi soal", "Versi baru soal diterbitkan")
    actions.register_action("quizzes.question.status", "Ubah status soal", "Status soal diubah")
