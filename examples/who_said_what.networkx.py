# onrecord export out/ --to graphml --output graph.graphml
# python examples/who_said_what.networkx.py graph.graphml
import sys

import networkx


def who_said_what(graph, name):
    """Speaker, what was said, what was claimed, wherever a claim is about `name`."""

    def before(node, label):
        return [start for start, _, edge in graph.in_edges(node, data=True) if edge["label"] == label]

    rows = set()
    for actor in [n for n, data in graph.nodes(data=True) if data["label"] == "Actor" and data["name"] == name]:
        for claim in before(actor, "ABOUT"):
            for quote in before(claim, "STATES"):
                for speaker in before(quote, "SAID"):
                    nodes = graph.nodes
                    rows.add((nodes[speaker]["name"], nodes[quote]["content"], nodes[claim]["gist"]))
    return sorted(rows)


if __name__ == "__main__":
    for row in who_said_what(networkx.read_graphml(sys.argv[1], force_multigraph=True), "China"):
        print(*row, sep="\t")
