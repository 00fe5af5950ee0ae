"""The site's recurring work: each job for itself, and a sign of life for those that ended well."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from elearning.dashboard import clockwork
from elearning.regulations.models import SchedulerRun

pytestmark = pytest.mark.django_db
JOBS = {
    "publish_scheduled",
    "apply_changes",
    "close_attempts",
    "take_in_lists",
    "send_letters",
    "send_messages",
    "render_certificates",
    "look_after_kits",
    "repeat_corrections",
    "look_at_questions",
    "reckon_for_leaders",
    "invite_missed",
    "note_completions",
    "write_to_leaders",
    "tidy",
}


def test_every_job_runs_and_leaves_its_sign(noon):
    assert clockwork.run_due(at=noon) == []
    assert dict(SchedulerRun.objects.values_list("job", "ran_at")) == dict.fromkeys(JOBS, noon)


def test_a_job_that_fails_hinders_no_other_and_leaves_no_sign(noon, monkeypatch, caplog):
    monkeypatch.setitem(clockwork.EVERY_MINUTE, "apply_changes", lambda at: 1 / 0)
    assert clockwork.run_due(at=noon) == ["apply_changes"]
    assert set(SchedulerRun.objects.values_list("job", flat=True)) == JOBS - {"apply_changes"}
    assert "apply_changes failed" in caplog.text


def test_tidying_is_done_once_a_day(noon):
    expired = Session.objects.create(session_key="lama", session_data="", expire_date=noon - timedelta(days=1))
    clockwork.run_due(at=noon)
    assert not Session.objects.filter(pk=expired.pk).exists()
    clockwork.run_due(at=noon + timedelta(hours=23))
    assert SchedulerRun.objects.get(job="tidy").ran_at == noon
    clockwork.run_due(at=noon + timedelta(hours=24))
    assert SchedulerRun.objects.get(job="tidy").ran_at == noon + timedelta(hours=24)


def test_an_idle_minute_is_cheap(noon, django_assert_max_num_queries):
    clockwork.run_due(at=noon)
    with django_assert_max_num_queries(54):
        clockwork.run_due(at=noon + timedelta(minutes=1))


def test_the_command_says_what_failed(monkeypatch, capsys):
    monkeypatch.setitem(clockwork.EVERY_MINUTE, "close_attempts", lambda at: 1 / 0)
    call_command("every_minute")
    assert "Gagal: close_attempts." in capsys.readouterr().err
    assert SchedulerRun.objects.get(job="publish_scheduled").ran_at <= timezone.now()


def test_publishing_alone_leaves_its_sign_too(capsys):
    call_command("publish_scheduled")
    assert "0 diterbitkan" in capsys.readouterr().out
    assert SchedulerRun.objects.filter(job="publish_scheduled").exists()
