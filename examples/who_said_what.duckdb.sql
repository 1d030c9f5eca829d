-- CSV:     onrecord export out/ --to plain-csv --output tables/
--          cd tables/ && duckdb -init load.duckdb.sql < who_said_what.duckdb.sql
-- Parquet: onrecord export out/ --to parquet --output tables/, then a view of each file:
--          CREATE VIEW "nodes_Actor" AS FROM 'tables/nodes_Actor.parquet';
SELECT DISTINCT speaker.name AS speaker, quote.content AS said, claim.gist AS claim
FROM "nodes_Actor" AS actor
JOIN "edges_ABOUT" AS about ON about."end" = actor.id
JOIN "nodes_Claim" AS claim ON claim.id = about."start"
JOIN "edges_STATES" AS states ON states."end" = claim.id
JOIN "nodes_Quote" AS quote ON quote.id = states."start"
JOIN "edges_SAID" AS said ON said."end" = quote.id
JOIN "nodes_Actor" AS speaker ON speaker.id = said."start"
WHERE actor.name = 'China'
ORDER BY 1, 2, 3;
