-- What a whole run gets once its last shard is in. Here stand the indexes whose keys come in any
-- order: sorted at once they cost a third of what they would row by row. Those whose keys only grow
-- are in `schema.sql`, and so are there while the run goes on.
CREATE INDEX IF NOT EXISTS article_publisher ON article (publisher, published);
CREATE INDEX IF NOT EXISTS article_published ON article (published);
CREATE INDEX IF NOT EXISTS record_id ON record (id);
CREATE INDEX IF NOT EXISTS same_as_other ON same_as (other);
CREATE INDEX IF NOT EXISTS quote_publisher ON quote (publisher, day);
CREATE INDEX IF NOT EXISTS quote_day ON quote (day);
CREATE INDEX IF NOT EXISTS quote_kind ON quote (kind, day);
CREATE INDEX IF NOT EXISTS claim_publisher ON claim (publisher, day);
CREATE INDEX IF NOT EXISTS claim_day ON claim (day);
CREATE INDEX IF NOT EXISTS quantity_value ON quantity (value);
CREATE INDEX IF NOT EXISTS echo_original ON echo (original);

-- One segment of full text each, so that a query reads one tree, and figures for the planner.
INSERT INTO quote_text (quote_text) VALUES ('optimize');
INSERT INTO claim_text (claim_text) VALUES ('optimize');
INSERT INTO article_text (article_text) VALUES ('optimize');
PRAGMA analysis_limit = 2000;
ANALYZE;
