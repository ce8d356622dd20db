-- A workflow may be ended by others than its own code (an operator's terminate, a lost history): the keeper looks after those
-- whose end nobody has seen, so that no asset stays `processing` for ever.

ALTER TABLE workflow_starts
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN next_check_at timestamptz NOT NULL DEFAULT now() + interval '5 minutes';
CREATE INDEX workflow_starts_to_check ON workflow_starts (next_check_at) WHERE started_at IS NOT NULL AND ended_at IS NULL;
