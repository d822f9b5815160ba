"""One person who does one thing after another, without a window: a session and the open report in it."""

from core import acts
from core.checking import suggest_repairs, suggestion_inputs
from core.session import Session


class Clerk:
    def __init__(self, data_dir):
        self.session = Session(data_dir)
        self.archive = self.session.archive
        self.state = None

    @property
    def report(self):
        return self.state.report

    @property
    def checked(self):
        return self.session.check(self.state)

    @property
    def findings(self):
        return self.checked.findings

    def open(self, path):
        self.state = self.session.open(path)

    def do(self, act):
        self.state = acts.perform(self.state, act, acts.utc_now())

    def edit(self, texts, label="录入"):
        self.do(acts.edit_cells(self.report, texts, label))

    def suggest(self, table):
        return suggest_repairs(suggestion_inputs(self.state, self.checked, table))

    def mend(self):
        for table in (3, 4):
            repairs = self.suggest(table).repairs
            if repairs:
                self.do(acts.repair_change(repairs[0]))

    def save(self, note=""):
        version = self.archive.save(self.state, self.findings, note)
        self.state = acts.saved_as(self.state, self.state, version, acts.utc_now())
        self.archive.drop_draft(self.state.identity)
        return version

    def save_draft(self):
        self.archive.save_draft(self.state, self.findings)

    def open_version(self, version_id):
        self.state = self.session.open_version(version_id)

    def open_draft(self, key):
        self.state = self.session.open_draft(key)
        self.save_draft()
        self.archive.drop_draft(key)

    def export(self, target, **options):
        return self.session.export(self.state, self.checked, target, **options)

    def hold(self):
        return self.archive.hold(self.state.version)

    def close(self):
        self.session.archive.close()
