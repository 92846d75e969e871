"""Answers statistics.json cases from standard input with scipy, statsmodels and scikit-learn. Prints one JSON document."""
import json
import sys
import warnings

import numpy
import scipy
import sklearn
import statsmodels
from scipy import stats
from sklearn import metrics
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

warnings.filterwarnings("ignore")
cases = json.load(sys.stdin)


def wilson(case):
    return list(proportion_confint(case["successes"], case["total"], method="wilson"))


def exact_mcnemar(case):
    return mcnemar([[0, case["broken"]], [case["fixed"], 0]], exact=True).pvalue


def classes(case):
    truth, predicted, names = case["truth"], case["predicted"], case["names"]
    # Unreadable and missing answers are labels that no truth has; averages run over the classes that occur.
    occurring = [name for name in names if name in set(truth) | set(predicted)]
    out = {}
    for average in ("macro", "weighted"):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            truth, predicted, labels=occurring, average=average, zero_division=0
        )
        out[f"{average}Precision"], out[f"{average}Recall"], out[f"{average}F1"] = precision, recall, f1
    out["balancedAccuracy"] = metrics.balanced_accuracy_score(truth, predicted)
    out["kappa"] = metrics.cohen_kappa_score(truth, predicted)
    out["mcc"] = metrics.matthews_corrcoef(truth, predicted)
    return out


def group_signs(case):
    balances = numpy.array(case["balances"])
    result = stats.permutation_test(
        (balances,), numpy.sum, permutation_type="samples", alternative="two-sided", n_resamples=numpy.inf
    )
    return result.pvalue


def bootstrap_mean(case):
    values = numpy.array(case["values"])
    interval = stats.bootstrap(
        (values,), numpy.mean, method="percentile", n_resamples=20000, rng=numpy.random.default_rng(1)
    ).confidence_interval
    return [interval.low, interval.high]


def power(case):
    """Chance that the exact McNemar test finds the difference among so many documents."""
    n, discordant, fixed_share = case["documents"], case["discordant"], case["fixedShare"]
    total = 0.0
    for pairs in range(n + 1):
        weight = stats.binom.pmf(pairs, n, discordant)
        if weight < 1e-9 or pairs == 0:
            continue
        counts = numpy.arange(pairs + 1)
        p = numpy.minimum(1, 2 * stats.binom.cdf(numpy.minimum(counts, pairs - counts), pairs, 0.5))
        total += weight * stats.binom.pmf(counts, pairs, fixed_share)[p < 0.05].sum()
    return total


ANSWERS = {
    "wilson": wilson,
    "mcnemar": exact_mcnemar,
    "holm": lambda case: list(multipletests(case["pValues"], method="holm")[1]),
    "classes": classes,
    "groupSigns": group_signs,
    "bootstrapMean": bootstrap_mean,
    "power": power,
    "quantile": lambda case: float(numpy.quantile(case["values"], case["share"])),
}
answers = {kind: [ANSWERS[kind](case) for case in of_kind] for kind, of_kind in cases.items()}
versions = {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "scikit-learn": sklearn.__version__}
json.dump({"versions": versions, "answers": answers}, sys.stdout)
