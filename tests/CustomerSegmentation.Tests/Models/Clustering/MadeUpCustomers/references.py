"""Writes customers.csv, 120 made-up customers, and references.json, what the clustering of them must give.

Only Python's standard library, in double precision, by the definitions and not by the program's ways: run it anew with
`python3 references.py` where the table changes.
"""
import csv
import json
import math
import random

GROUPS = [(12, 18, 60, 35), (30, 5, 40, 40), (75, 3, 25, 30), (85, 16, 90, 15)]  # recency, pieces a basket, spend, customers


def table():
    chance = random.Random(7)
    rows = [
        (round(max(0, chance.gauss(recency, 6)), 2), round(max(1, chance.gauss(pieces, 2)), 2), round(max(1, chance.gauss(spend, 12)), 2))
        for recency, pieces, spend, customers in GROUPS
        for _ in range(customers)
    ]
    chance.shuffle(rows)
    return rows


def mean(rows):
    return tuple(sum(column) / len(rows) for column in zip(*rows))


def lloyd(rows, start):
    centroids = [rows[i] for i in start]
    while True:
        labels = [min(range(len(centroids)), key=lambda k: math.dist(row, centroids[k])) for row in rows]
        if len(set(labels)) < len(centroids):
            return None
        moved = [mean([row for row, label in zip(rows, labels) if label == k]) for k in range(len(centroids))]
        if moved == centroids:
            return labels, centroids, sum(math.dist(row, centroids[label]) ** 2 for row, label in zip(rows, labels))
        centroids = moved


def silhouette(rows, labels):
    def of(i):
        others = {k: [math.dist(rows[i], rows[j]) for j in range(len(rows)) if labels[j] == k and j != i] for k in set(labels)}
        own = others.pop(labels[i])
        if not own:
            return 0
        a, b = sum(own) / len(own), min(sum(d) / len(d) for d in others.values())
        return (b - a) / max(a, b)

    return sum(of(i) for i in range(len(rows))) / len(rows)


def indices(rows, labels):
    ks = sorted(set(labels))
    members = [[row for row, label in zip(rows, labels) if label == k] for k in ks]
    centres = [mean(m) for m in members]
    within = sum(math.dist(row, c) ** 2 for m, c in zip(members, centres) for row in m)
    between = sum(len(m) * math.dist(mean(rows), c) ** 2 for m, c in zip(members, centres))
    scatter = [sum(math.dist(row, c) for row in m) / len(m) for m, c in zip(members, centres)]
    worst = [max((scatter[i] + scatter[j]) / math.dist(centres[i], centres[j]) for j in range(len(ks)) if j != i) for i in range(len(ks))]
    return (between / (len(ks) - 1)) / (within / (len(rows) - len(ks))), sum(worst) / len(ks)


def quality(rows, labels):
    ch, db = indices(rows, labels)
    return {"silhouette": silhouette(rows, labels), "ch": ch, "db": db}


def kmeans(rows, k):
    chance = random.Random(1)
    found = [lloyd(rows, chance.sample(range(len(rows)), k)) for _ in range(300)]
    labels, centroids, inertia = min((f for f in found if f), key=lambda f: f[2])
    start = [i * len(rows) // k for i in range(k)]
    fixed = lloyd(rows, start)
    return {
        "best": {"inertia": inertia, "centroids": sorted(centroids), **quality(rows, labels)},
        "fixed": {"start": start, "labels": fixed[0], "centroids": fixed[1], "inertia": fixed[2]},
    }


def ward(rows, k):
    clusters, heights, cut = [[i] for i in range(len(rows))], [], None
    while len(clusters) > 1:
        if len(clusters) == k:
            cut = sorted(clusters, key=min)
        centres = [mean([rows[i] for i in c]) for c in clusters]

        def height(pair):
            a, b = pair
            return math.sqrt(2 * len(clusters[a]) * len(clusters[b]) / (len(clusters[a]) + len(clusters[b]))) * math.dist(centres[a], centres[b])

        a, b = min(((a, b) for a in range(len(clusters)) for b in range(a)), key=height)
        heights.append(height((a, b)))
        clusters = [c for i, c in enumerate(clusters) if i not in (a, b)] + [clusters[a] + clusters[b]]
    return {"heights": heights, "labels": [next(n for n, c in enumerate(cut) if i in c) for i in range(len(rows))]}


def dbscan(rows, eps, points):
    near = [[j for j in range(len(rows)) if math.dist(rows[i], rows[j]) <= eps] for i in range(len(rows))]
    labels, k = [-1] * len(rows), 0
    for i in range(len(rows)):
        if labels[i] < 0 and len(near[i]) >= points:
            reached = [i]
            while reached:
                row = reached.pop()
                if labels[row] < 0:
                    labels[row] = k
                    reached += near[row] if len(near[row]) >= points else []
            k += 1
    return labels


def knee(rows, points):
    ascending = sorted(sorted(math.dist(row, other) for other in rows)[points - 1] for row in rows)
    last, low, high = len(rows) - 1, ascending[0], ascending[-1]
    assert low > 0, "the line begins at the first distance above 0"
    return {"ascending": ascending, "knee": max(range(len(rows)), key=lambda i: i / last - (ascending[i] - low) / (high - low))}


def covariance(rows):
    middle = mean(rows)
    return [[sum((r[a] - middle[a]) * (r[b] - middle[b]) for r in rows) / len(rows) for b in range(len(middle))] for a in range(len(middle))]


def components(rows):
    """Eigenvectors of the correlations by Jacobi's rotations."""
    c = covariance(rows)
    n = len(c)
    a = [[c[i][j] / math.sqrt(c[i][i] * c[j][j]) for j in range(n)] for i in range(n)]
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(100):
        for p in range(n):
            for q in range(p + 1, n):
                angle = math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2
                cos, sin = math.cos(angle), math.sin(angle)
                for m in (a, v):
                    for row in m:
                        row[p], row[q] = cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]
                for i in range(n):
                    a[p][i], a[q][i] = cos * a[p][i] - sin * a[q][i], sin * a[p][i] + cos * a[q][i]
    order = sorted(range(n), key=lambda i: -a[i][i])
    vectors = [[v[j][i] for j in range(n)] for i in order]
    signed = [[x * math.copysign(1, max(vector, key=abs)) for x in vector] for vector in vectors]
    return {"variance": [a[i][i] for i in order], "components": signed}


def one_gaussian(rows):
    """Criteria of a mixture of one, in closed form."""
    c = covariance(rows)
    (xx, xy), (_, yy) = c
    n, d = len(rows), 2
    shapes = {"full": (xx * yy - xy * xy, 5), "tied": (xx * yy - xy * xy, 5), "diagonal": (xx * yy, 4), "spherical": (((xx + yy) / 2) ** 2, 3)}
    criteria = {}
    for shape, (determinant, parameters) in shapes.items():
        likelihood = -n / 2 * (d * math.log(2 * math.pi) + math.log(determinant) + d)
        criteria[shape] = {"bic": parameters * math.log(n) - 2 * likelihood, "aic": 2 * parameters - 2 * likelihood}
    return criteria


def main():
    rows = table()
    with open("customers.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["recency", "pieces", "spend"])
        writer.writerows(rows)
    plane = [row[:2] for row in rows]
    figures = {
        "kmeans": {str(k): kmeans(plane, k) for k in (3, 4)},
        "ward": ward(plane, 4),
        "dbscan": [{"eps": eps, "points": points, "labels": dbscan(plane, eps, points)} for eps, points in ((3, 4), (5, 5))],
        "distances": knee(plane, 4),
        "pca": components(rows),
        "mixtureOfOne": one_gaussian(plane),
    }
    with open("references.json", "w") as file:
        file.write("{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(found)}" for name, found in figures.items()) + "\n}\n")


main()
