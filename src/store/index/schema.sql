-- The store of onrecord: who said what, for any SQLite client. SQLite keeps what stands inside a
-- statement, so comments for its users stand there and are shown by `.schema`.
--
--   sqlite3 DIR/onrecord.sqlite "SELECT speaker, day, content FROM quotes WHERE speaker LIKE '%Lund%'"
--
-- Ask the views: quotes, claims, speakers. The tables below them are keyed by small integers; `id`
-- is the id in the graph. Offsets (`start`, `end`) are code points of article.text: take
-- substr(text, start + 1, end - start). A `day` is YYYY-MM-DD, and '' where it is unknown.
-- Full text: quote_text, claim_text and article_text are FTS5 tables whose rowid is the key.
-- `whole.sql` is what a whole run gets besides.

CREATE TABLE shard (
  -- Which shards are in it. Each is added in one transaction.
  key INTEGER PRIMARY KEY,
  file TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL
);

CREATE TABLE meta (
  -- Of a whole run. state: how many shards it has; same_as, echoes, known: hashes of what was taken in.
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE publisher (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE          -- '' stands for an unknown one
);

CREATE TABLE article (
  -- Each text once. published: YYYY-MM-DD, '' where it is unknown.
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT,
  url TEXT,
  publisher INTEGER NOT NULL REFERENCES publisher,
  published TEXT NOT NULL,
  published_basis TEXT NOT NULL,
  byline TEXT,
  language TEXT,
  chars INTEGER NOT NULL,
  text TEXT NOT NULL
);

CREATE TABLE record (
  -- Each record of the run: several may hold the same article. The line stands in articles/shard.
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article,
  path TEXT NOT NULL,
  number INTEGER NOT NULL,
  shard INTEGER NOT NULL REFERENCES shard,
  offset INTEGER NOT NULL,
  bytes INTEGER NOT NULL
);
CREATE INDEX record_article ON record (article);

CREATE TABLE actor (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,                -- person organization place group other
  scope TEXT NOT NULL,               -- global: has a name; article: has none ("other experts")
  external_id TEXT                   -- its id in the gazetteer, where one was given
);

CREATE TABLE name (
  -- Names and aliases. norm: lower case, no leading article, single blanks.
  norm TEXT NOT NULL,
  actor INTEGER NOT NULL REFERENCES actor,
  written TEXT NOT NULL,
  PRIMARY KEY (norm, actor)
) WITHOUT ROWID;

CREATE TABLE same_as (
  -- Actors that are the same, by the graph's SAME_AS.
  one INTEGER NOT NULL REFERENCES actor,
  other INTEGER NOT NULL REFERENCES actor,
  method TEXT,
  score REAL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE TABLE quote (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article,
  publisher INTEGER NOT NULL REFERENCES publisher,
  day TEXT NOT NULL,                 -- said, where the text tells; else published
  day_basis TEXT NOT NULL,           -- said published none
  kind TEXT NOT NULL,                -- direct mixed indirect
  act TEXT NOT NULL,                 -- speech thought intention finding other
  polarity TEXT NOT NULL,            -- positive negative
  source TEXT,                       -- as written: "he", "the ministry"
  cue TEXT,
  content TEXT NOT NULL,             -- pieces joined by " … "
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  addressee INTEGER REFERENCES actor,
  via TEXT,
  within TEXT,                       -- id of the quote in which this one stands
  confidence REAL NOT NULL
);
CREATE INDEX quote_article ON quote (article);

CREATE TABLE said (
  -- Who said which quote.
  actor INTEGER NOT NULL REFERENCES actor,
  day TEXT NOT NULL,
  quote INTEGER NOT NULL REFERENCES quote,
  PRIMARY KEY (actor, day, quote)
) WITHOUT ROWID;
CREATE INDEX said_quote ON said (quote);

CREATE TABLE quote_about (
  -- Whom a quote speaks of: named in its content or in a claim of it.
  actor INTEGER NOT NULL REFERENCES actor,
  day TEXT NOT NULL,
  quote INTEGER NOT NULL REFERENCES quote,
  PRIMARY KEY (actor, day, quote)
) WITHOUT ROWID;

CREATE TABLE claim (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article,
  quote INTEGER REFERENCES quote,    -- null: the article's own voice
  publisher INTEGER NOT NULL REFERENCES publisher,
  day TEXT NOT NULL,                 -- that of its quote, else published
  text TEXT NOT NULL,
  gist TEXT NOT NULL,
  subject TEXT NOT NULL,
  predicate TEXT NOT NULL,
  object TEXT,
  polarity TEXT NOT NULL,
  modality TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  content_key TEXT NOT NULL,         -- equal for claims of any article that say the same
  confidence REAL NOT NULL
);
CREATE INDEX claim_article ON claim (article);
CREATE INDEX claim_quote ON claim (quote);

CREATE TABLE claim_about (
  -- Whom a claim speaks of.
  actor INTEGER NOT NULL REFERENCES actor,
  day TEXT NOT NULL,
  claim INTEGER NOT NULL REFERENCES claim,
  PRIMARY KEY (actor, day, claim)
) WITHOUT ROWID;

CREATE TABLE echo (
  -- Claims that say what an earlier one of another article says, by the graph's ECHOES.
  claim INTEGER PRIMARY KEY REFERENCES claim,
  original INTEGER NOT NULL REFERENCES claim,
  method TEXT NOT NULL,              -- content wording
  score REAL NOT NULL
);

CREATE TABLE quantity (
  -- Numbers in claims.
  key INTEGER PRIMARY KEY,
  claim INTEGER NOT NULL REFERENCES claim,
  value REAL,                        -- null for "several"
  unit TEXT,
  mod TEXT,                          -- "about", "at least"
  text TEXT NOT NULL
);
CREATE INDEX quantity_claim ON quantity (claim);

CREATE VIRTUAL TABLE quote_text USING fts5 (
  content, content = 'quote', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE claim_text USING fts5 (
  text, gist, content = 'claim', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE article_text USING fts5 (
  title, text, content = 'article', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

-- While it grows each transaction is a segment of full text, and segments are joined sixteen at a
-- time; by the defaults every megabyte is a segment, and all are joined several times over.
INSERT INTO quote_text (quote_text, rank) VALUES ('hashsize', 33554432), ('automerge', 0), ('crisismerge', 512);
INSERT INTO claim_text (claim_text, rank) VALUES ('hashsize', 33554432), ('automerge', 0), ('crisismerge', 512);
INSERT INTO article_text (article_text, rank) VALUES ('hashsize', 33554432), ('automerge', 0), ('crisismerge', 512);

CREATE VIEW quotes AS
-- A row a quote and speaker; speaker is null where it is unknown. day: YYYY-MM-DD, '' where unknown.
-- Offsets are code points: the words are substr(article.text, start + 1, "end" - start).
-- Full text: ... WHERE key IN (SELECT rowid FROM quote_text WHERE quote_text MATCH 'grain')
SELECT q.key, q.id, a.name AS speaker, a.type AS speaker_type, a.id AS speaker_id,
       q.day, q.day_basis, q.kind, q.act, q.polarity, q.source, q.cue, q.content, q.confidence,
       nullif(p.name, '') AS publisher, r.title, r.url, r.id AS article, q.start, q."end", q.within
FROM quote q
JOIN article r ON r.key = q.article
JOIN publisher p ON p.key = q.publisher
LEFT JOIN said s ON s.quote = q.key
LEFT JOIN actor a ON a.key = s.actor;

CREATE VIEW claims AS
-- A row a claim and speaker; speaker is null for the article's own voice and where it is unknown.
-- echoes: id of the earlier claim that it repeats; echoed: how many later ones repeat it.
SELECT c.key, c.id, a.name AS speaker, a.id AS speaker_id, q.id AS quote, c.day, c.gist, c.text,
       c.subject, c.predicate, c.object, c.polarity, c.modality, c.confidence,
       nullif(p.name, '') AS publisher, r.title, r.id AS article, c.start, c."end", c.content_key,
       (SELECT o.id FROM echo e JOIN claim o ON o.key = e.original WHERE e.claim = c.key) AS echoes,
       (SELECT count(*) FROM echo e WHERE e.original = c.key) AS echoed
FROM claim c
JOIN article r ON r.key = c.article
JOIN publisher p ON p.key = c.publisher
LEFT JOIN quote q ON q.key = c.quote
LEFT JOIN said s ON s.quote = c.quote
LEFT JOIN actor a ON a.key = s.actor;

CREATE VIEW speakers AS
-- Who is quoted how often.
SELECT a.name AS speaker, a.type, a.id, a.external_id, count(*) AS quotes, min(nullif(s.day, '')) AS first, max(s.day) AS last
FROM said s
JOIN actor a ON a.key = s.actor
GROUP BY s.actor;
