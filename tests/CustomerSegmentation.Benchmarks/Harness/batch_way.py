"""The batch way: recency, frequency and monetary value of everyone from the table of orders, then k-means for everybody.

Argument: a JSON file that says where the orders are. Answers with its versions, then, for every line on the standard
input, which is one more order, with the seconds until its customer's segment was known and what it found. The table
is in memory and the order in it before the time starts: fetching the orders from wherever they are is not counted.
"""

import json
import sys
import time

import numpy
import sklearn
from sklearn.cluster import KMeans

try:
    import pandas
except ImportError:
    pandas = None

with open(sys.argv[1]) as file:
    plan = json.load(file)
orders = numpy.fromfile(plan["table"], dtype=[("customer", "<i4"), ("amount", "<f8"), ("at", "<f8")])


def by_pandas(customer, amount, at):
    groups = pandas.DataFrame({"customer": customer, "amount": amount, "at": at}).groupby("customer")
    return groups["at"].max().to_numpy(), groups.size().to_numpy(), groups["amount"].sum().to_numpy()


def by_numpy(customer, amount, at):
    newest = numpy.zeros(plan["customers"])
    numpy.maximum.at(newest, customer, at)
    return newest, numpy.bincount(customer), numpy.bincount(customer, weights=amount)


def tell(answer):
    print(json.dumps(answer), flush=True)


summed = by_pandas if pandas else by_numpy
tell(f"{'pandas ' + pandas.__version__ if pandas else 'numpy ' + numpy.__version__} and scikit-learn {sklearn.__version__}")
for line in sys.stdin:
    order = json.loads(line)
    changed = order["customer"]
    orders = numpy.append(orders, numpy.array([(changed, order["amount"], order["at"])], dtype=orders.dtype))
    columns = [numpy.ascontiguousarray(orders[name]) for name in ("customer", "amount", "at")]
    began = time.perf_counter()
    newest, frequency, monetary = summed(*columns)
    table = numpy.log1p(numpy.column_stack([order["at"] - newest, frequency, monetary]))
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    labels = KMeans(plan["k"], n_init=1, random_state=1).fit(table).labels_
    segment = int(labels[changed])
    took = time.perf_counter() - began
    tell({
        "seconds": took, "segment": segment, "frequency": int(frequency[changed]), "monetary": float(monetary[changed]),
        "orders": int(frequency.sum())})
