// Kuzu: onrecord export out/ --to plain-csv --output tables/
//       cd tables/ && kuzu graph.kuzu < load.kuzu.cypher && kuzu graph.kuzu < who_said_what.cypher
// Neo4j: onrecord export out/ --to csv --output import/ and neo4j-admin database import full, or
//        onrecord export out/ --to cypher | cypher-shell
MATCH (speaker:Actor)-[:SAID]->(quote:Quote)-[:STATES]->(claim:Claim)-[:ABOUT]->(:Actor {name: 'China'})
RETURN DISTINCT speaker.name AS speaker, quote.content AS said, claim.gist AS claim
ORDER BY speaker, said, claim;
