"""Loads every export with a real consumer, asks each the same question, and compares the answers.

check.py STORE EXPORTS NAME

STORE is an output folder with a store; EXPORTS holds its exports, and in part/ the exports of what is
about NAME. The questions are the files of examples/, with NAME in the place of China.
"""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import sys
import tempfile

import duckdb
import kuzu
import networkx
import pyoxigraph
import rdflib

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
STORE, EXPORTS, NAME = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]


def question(name):
    return (EXAMPLES / name).read_text(encoding="utf-8").replace("China", NAME)


def rows(answer):
    """Rows to compare, as the poorest format holds them: blanks alike, no control characters. Whether
    a format holds more than that is what `same_names` checks."""
    return sorted({tuple(" ".join(in_xml(str(cell)).split()) for cell in row) for row in answer})


def table(name):
    path = STORE / "graph" / (name + ".jsonl")
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def one_line(text):
    """What CSV makes of a text."""
    blanks = dict.fromkeys(map(ord, "\n\r\t\x0b\x0c\x85\u2028\u2029"), " ")
    return text.translate(blanks | {0: "\ufffd"})


def in_xml(text):
    """What GraphML makes of a text."""
    odd = set(range(32)) - {9, 10, 13} | {0xFFFE, 0xFFFF}
    return text.translate(dict.fromkeys(odd, "\ufffd"))


ACTORS = {row["id"]: row["name"] for row in table("nodes_Actor")}
ALIASES = {row["id"]: row["aliases"] for row in table("nodes_Actor")}
SAME = {tuple(row.values()) for row in table("edges_SAME_AS")}
ROLES = {tuple(row.values()) for row in table("edges_HAS_ROLE")}
ECHOES = {tuple(row.values()) for row in table("edges_ECHOES")}
assert SAME and ROLES and ECHOES and any(ALIASES.values())
NODES = sum(len(table(p.stem)) for p in (STORE / "graph").glob("nodes_*.jsonl"))
EDGES = sum(len(table(p.stem)) for p in (STORE / "graph").glob("edges_*.jsonl"))
answers = {}


def same_names(tool, names, held=lambda text: text, exactly=True):
    """The names that a tool read are those of the graph."""
    expected = {id: held(name) for id, name in ACTORS.items() if exactly or id in names}
    wrong = [(id, names.get(id), name) for id, name in expected.items() if names.get(id) != name]
    assert not wrong and names.keys() == expected.keys(), f"{tool}: {wrong[:5]}"


def joined(aliases):
    """A list where a format has none."""
    return ";".join(alias.replace(";", ",") for alias in aliases)


def same_edges(tool, same, roles=None, held=lambda text: text):
    """SAME_AS with method and score, HAS_ROLE with the words and where they stand."""
    wrong = SAME ^ {(*row[:3], float(row[3])) for row in same}
    assert not wrong, f"{tool}: {sorted(wrong)[:5]}"
    if roles is not None:
        expected = {(start, end, held(role), *place) for start, end, role, *place in ROLES}
        wrong = expected ^ {(*row[:4], int(row[4]), int(row[5])) for row in roles}
        assert not wrong, f"{tool}: {sorted(wrong)[:5]}"


def same_echoes(tool, echoes):
    """ECHOES with method and score."""
    wrong = ECHOES ^ {(*row[:3], float(row[3])) for row in echoes}
    assert not wrong, f"{tool}: {sorted(wrong)[:5]}"


def same_aliases(tool, aliases, held=joined):
    wrong = [(id, aliases.get(id), own) for id, own in ALIASES.items() if aliases.get(id) != held(own)]
    assert not wrong, f"{tool}: {wrong[:5]}"


def ask_sqlite():
    with sqlite3.connect(f"file:{STORE / 'onrecord.sqlite'}?mode=ro", uri=True) as store:
        answers["sqlite3"] = rows(store.execute(question("who_said_what.sqlite.sql")))
        names = dict(store.execute("SELECT id, name FROM actor"))
        same_names("sqlite3", names)
        same_edges("sqlite3", store.execute(
            "SELECT a.id, b.id, method, score FROM same_as JOIN actor a ON a.key = one JOIN actor b ON b.key = other"))
        same_echoes("sqlite3", store.execute(
            "SELECT a.id, b.id, method, score FROM echo JOIN claim a ON a.key = claim JOIN claim b ON b.key = original"))


def kuzu_database():
    place = tempfile.mkdtemp()
    return place, kuzu.Connection(kuzu.Database(os.path.join(place, "graph")))


def kuzu_rows(connection, query):
    answer, found = connection.execute(query), []
    while answer.has_next():
        found.append(answer.get_next())
    return found


def ask_kuzu():
    place, connection = kuzu_database()
    here = os.getcwd()
    os.chdir(EXPORTS / "plain-csv")
    script = pathlib.Path("load.kuzu.cypher").read_text(encoding="utf-8").splitlines()
    for statement in script:
        connection.execute(statement)
    os.chdir(here)
    assert kuzu_rows(connection, "MATCH (n) RETURN count(*)")[0][0] == NODES
    assert kuzu_rows(connection, "MATCH ()-[e]->() RETURN count(*)")[0][0] == EDGES
    answers["Kuzu, CSV"] = rows(kuzu_rows(connection, question("who_said_what.cypher")))
    same_names("Kuzu, CSV", dict(kuzu_rows(connection, "MATCH (a:Actor) RETURN a.id, a.name")), one_line)
    # Kuzu takes an empty text of a CSV for null.
    aliases = {id: own or "" for id, own in kuzu_rows(connection, "MATCH (a:Actor) RETURN a.id, a.aliases")}
    same_aliases("Kuzu, CSV", aliases, lambda own: one_line(joined(own)))
    same = kuzu_rows(connection, "MATCH (a)-[e:SAME_AS]->(b) RETURN a.id, b.id, e.method, e.score")
    roles = kuzu_rows(connection, "MATCH (a)-[e:HAS_ROLE]->(b) RETURN a.id, b.id, e.role, e.article, e.role_start, e.role_end")
    same_edges("Kuzu, CSV", same, roles, one_line)
    same_echoes("Kuzu, CSV", kuzu_rows(connection, "MATCH (a)-[e:ECHOES]->(b) RETURN a.id, b.id, e.method, e.score"))
    shutil.rmtree(place)

    # MERGE, twice: the second time changes nothing.
    place, connection = kuzu_database()
    for statement in script:
        if statement.startswith("CREATE"):
            connection.execute(statement)
    counts = []
    with open(EXPORTS / "part" / "cypher", encoding="utf-8", newline="\n") as lines:
        script = "".join(line for line in lines if not line.startswith("//"))
    # A statement ends at a semicolon that stands in no string.
    statements = re.findall(r"(?:[^';]|'(?:[^'\\]|\\.)*')+;", script, re.DOTALL)
    for _ in range(2):
        for statement in statements:
            connection.execute(statement)
        counts.append((kuzu_rows(connection, "MATCH (n) RETURN count(*)"), kuzu_rows(connection, "MATCH ()-[e]->() RETURN count(*)")))
    assert counts[0] == counts[1], counts
    answers["Kuzu, Cypher"] = rows(kuzu_rows(connection, question("who_said_what.cypher")))
    names = dict(kuzu_rows(connection, "MATCH (a:Actor) RETURN a.id, a.name"))
    same_names("Kuzu, Cypher", names, exactly=False)
    aliases = dict(kuzu_rows(connection, "MATCH (a:Actor) RETURN a.id, a.aliases"))
    assert all(joined(ALIASES[id]) == own or set(own.split(";")) <= set(joined(ALIASES[id]).split(";")) for id, own in aliases.items())
    same = {tuple(row) for row in kuzu_rows(connection, "MATCH (a)-[e:SAME_AS]->(b) RETURN a.id, b.id, e.method, e.score")}
    assert same == {row for row in SAME if row[0] in names and row[1] in names}, "Kuzu, Cypher: SAME_AS"
    shutil.rmtree(place)


def ask_duckdb():
    here = os.getcwd()
    for form in ["plain-csv", "parquet"]:
        os.chdir(EXPORTS / form)
        database = duckdb.connect()
        if form == "plain-csv":
            database.execute(pathlib.Path("load.duckdb.sql").read_text(encoding="utf-8"))
        else:
            for path in pathlib.Path(".").glob("*.parquet"):
                database.execute(f"CREATE VIEW \"{path.stem}\" AS SELECT * FROM '{path}'")
        answers[f"DuckDB, {form}"] = rows(database.execute(question("who_said_what.duckdb.sql")).fetchall())
        names = dict(database.execute('SELECT id, name FROM "nodes_Actor"').fetchall())
        held = one_line if form == "plain-csv" else lambda text: text
        same_names(f"DuckDB, {form}", names, held)
        aliases = dict(database.execute('SELECT id, aliases FROM "nodes_Actor"').fetchall())
        same_aliases(f"DuckDB, {form}", aliases, (lambda own: one_line(joined(own))) if form == "plain-csv" else list)
        edges = [database.execute(f'SELECT * FROM "edges_{type}"').fetchall() for type in ["SAME_AS", "HAS_ROLE"]]
        same_edges(f"DuckDB, {form}", *edges, held)
        same_echoes(f"DuckDB, {form}", database.execute('SELECT * FROM "edges_ECHOES"').fetchall())
    # The tables of Neo4j's import, too, are CSV: nothing is lost on the way.
    os.chdir(EXPORTS / "csv")
    neo4j = duckdb.sql("SELECT * FROM read_csv('nodes_Actor.csv', header=true, quote='\"', escape='\"', all_varchar=true, allow_quoted_nulls=false)")
    assert neo4j.columns[0] == "id:ID" and neo4j.columns[-1] == ":LABEL"
    same_names("Neo4j's CSV", {row[0]: row[1] for row in neo4j.fetchall()}, one_line)
    os.chdir(here)


def ask_networkx():
    graph = networkx.read_graphml(EXPORTS / "graphml", force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (NODES, EDGES)
    scope = {"__name__": "examples"}
    exec(question("who_said_what.networkx.py"), scope)
    answers["networkx"] = rows(scope["who_said_what"](graph, NAME))
    names = {id: node["name"] for id, node in graph.nodes(data=True) if node["label"] == "Actor"}
    same_names("networkx", names, in_xml)
    aliases = {id: node["aliases"] for id, node in graph.nodes(data=True) if node["label"] == "Actor"}
    same_aliases("networkx", aliases, lambda own: in_xml(joined(own)))

    def edges(label, *columns):
        found = [edge for edge in graph.edges(data=True) if edge[2]["label"] == label]
        return [(start, end, *(data[column] for column in columns)) for start, end, data in found]

    same_edges("networkx", edges("SAME_AS", "method", "score"), edges("HAS_ROLE", "role", "article", "role_start", "role_end"), in_xml)
    same_echoes("networkx", edges("ECHOES", "method", "score"))


RDF = {"turtle": "turtle", "ntriples": "nt", "trig": "trig", "jsonld": "json-ld"}
ACTOR_NAMES = """
    PREFIX or: <urn:onrecord:vocab:> PREFIX schema: <https://schema.org/>
    SELECT ?actor ?name WHERE { ?actor a or:Actor ; schema:name ?name }"""
ACTOR_ALIASES = """
    PREFIX or: <urn:onrecord:vocab:> PREFIX schema: <https://schema.org/>
    SELECT ?actor ?alias WHERE { ?actor a or:Actor ; schema:alternateName ?alias }"""
MATCHES = """
    PREFIX or: <urn:onrecord:vocab:>
    SELECT ?one ?other ?method ?score WHERE {
      ?one or:sameAs ?other . ?match a or:Match ; or:one ?one ; or:other ?other ; or:method ?method ; or:score ?score }"""
REPEATED = """
    PREFIX or: <urn:onrecord:vocab:>
    SELECT ?one ?other ?method ?score WHERE {
      ?one or:echoes ?other . ?echo a or:Echo ; or:one ?one ; or:other ?other ; or:method ?method ; or:score ?score }"""
OFFICES = """
    PREFIX or: <urn:onrecord:vocab:> PREFIX schema: <https://schema.org/> PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
    SELECT ?holder ?body ?name ?article ?start ?end WHERE {
      ?role a schema:Role ; schema:roleName ?name ; or:holder ?holder ; or:body ?body ; oa:hasTarget ?place .
      ?place nif:referenceContext ?article ; nif:beginIndex ?start ; nif:endIndex ?end }"""


def same_rdf(tool, ask):
    """The same over RDF; `ask` gives rows of strings."""
    short = lambda rows: [tuple(cell.removeprefix("urn:onrecord:") for cell in row) for row in rows]
    same_names(tool, dict(short(ask(ACTOR_NAMES))))
    aliases = {}
    for id, alias in ask(ACTOR_ALIASES):
        aliases.setdefault(id.removeprefix("urn:onrecord:"), set()).add(alias)
    wrong = [id for id, own in ALIASES.items() if aliases.get(id, set()) != set(own)]
    assert not wrong, f"{tool}: {wrong[:5]}"
    same_edges(tool, short(ask(MATCHES)), short(ask(OFFICES)))
    same_echoes(tool, short(ask(REPEATED)))


def ask_rdflib():
    query, triples = question("who_said_what.sparql"), {}
    for form, parser in RDF.items():
        graph = rdflib.Dataset(default_union=False)
        graph.parse(str(EXPORTS / form), format=parser)
        count = len(graph.default_graph)
        triples[form] = {tuple(str(term) for term in triple) for triple in graph.default_graph}
        graph.parse(str(EXPORTS / form), format=parser)
        assert len(graph.default_graph) == count, f"rdflib: {form} read twice"
        assert not any(isinstance(term, rdflib.BNode) for triple in graph.default_graph for term in triple)
        answers[f"rdflib, {form}"] = rows(graph.query(query))
        same_rdf(f"rdflib, {form}", lambda query: [tuple(map(str, row)) for row in graph.query(query)])
        made = [q for q in graph.quads((None, rdflib.PROV.wasGeneratedBy, None, None))]
        assert bool(made) == (form == "trig")
    assert all(found == triples["ntriples"] for found in triples.values())


def ask_oxigraph():
    formats = {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
        "trig": pyoxigraph.RdfFormat.TRIG,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    }
    query = question("who_said_what.sparql")
    for form, parser in formats.items():
        store = pyoxigraph.Store()
        store.load(path=str(EXPORTS / form), format=parser)
        count = len(store)
        store.load(path=str(EXPORTS / form), format=parser)
        assert len(store) == count, f"Oxigraph: {form} read twice"
        answers[f"Oxigraph, {form}"] = rows([cell.value for cell in row] for row in store.query(query))
        same_rdf(f"Oxigraph, {form}", lambda query: [tuple(cell.value for cell in row) for row in store.query(query)])


for ask in [ask_sqlite, ask_kuzu, ask_duckdb, ask_networkx, ask_rdflib, ask_oxigraph]:
    ask()
expected = answers["sqlite3"]
assert expected, f"nobody said anything about {NAME}"
for tool, answer in answers.items():
    assert answer == expected, f"{tool}: {set(answer) ^ set(expected)}"
    print(f"{tool}: {len(answer)} rows")
