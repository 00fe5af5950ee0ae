from django.apps import AppConfig


class RefreshersConfig(AppConfig):
    name = "elearning.refreshers"
    label = "refreshers"
    verbose_name = "Penyegaran"

    def ready(self) -> None:
        from certificates import reactions as on_papers
        from elearning.lessons import notices
        from elearning.regulations import reactions as on_publications
        from elearning.regulations import uses
        from quizzes import reactions as on_attempts

        from .reactions import attempt_finished, papers_issued, rule_changed
        from .sitting import notice_for
        from .uses import CertificatesSource, PeopleSource

        on_publications.register(rule_changed)
        on_attempts.register(attempt_finished)
        on_papers.register(papers_issued)
        notices.register(notice_for)
        uses.register(PeopleSource())
        uses.register(CertificatesSource())
