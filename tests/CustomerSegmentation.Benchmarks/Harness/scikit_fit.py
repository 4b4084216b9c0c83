"""Fits of scikit-learn for the benchmarks.

Argument: a JSON file that says what to fit. Answers with its version, then, for every line on the standard input,
with the seconds that one fit took and what it reached. Only the call of fit is timed.
"""

import json
import sys
import time

import numpy
import sklearn
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

with open(sys.argv[1]) as file:
    plan = json.load(file)
table = numpy.fromfile(plan["table"], dtype=numpy.float64).reshape(plan["rows"], -1)
start = numpy.array(plan["start"])


def kmeans():
    return KMeans(len(start), init=start, n_init=1, max_iter=plan["rounds"], tol=0, algorithm="lloyd")


def mixture():
    # What is given replaces what init_params would compute; "random" computes it faster than k-means would.
    return GaussianMixture(
        len(start), covariance_type="full", max_iter=plan["rounds"], tol=0, reg_covar=0, init_params="random", random_state=1,
        weights_init=numpy.full(len(start), 1 / len(start)), means_init=start,
        precisions_init=numpy.array([numpy.eye(start.shape[1])] * len(start)))


def tell(answer):
    print(json.dumps(answer), flush=True)


tell(sklearn.__version__)
for _ in sys.stdin:
    model = kmeans() if plan["algorithm"] == "kmeans" else mixture()
    began = time.perf_counter()
    model.fit(table)
    took = time.perf_counter() - began
    reached = model.inertia_ if plan["algorithm"] == "kmeans" else model.score(table) * len(table)
    tell({"seconds": took, "rounds": int(model.n_iter_), "reached": float(reached)})
