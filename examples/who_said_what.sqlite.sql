-- sqlite3 -readonly out/onrecord.sqlite < examples/who_said_what.sqlite.sql
SELECT DISTINCT speaker.name AS speaker, quote.content AS said, claim.gist AS claim
FROM actor
JOIN claim_about ON claim_about.actor = actor.key
JOIN claim ON claim.key = claim_about.claim
JOIN quote ON quote.key = claim.quote
JOIN said ON said.quote = quote.key
JOIN actor AS speaker ON speaker.key = said.actor
WHERE actor.name = 'China'
ORDER BY 1, 2, 3;
