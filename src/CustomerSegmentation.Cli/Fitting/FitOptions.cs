using System.CommandLine;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Density;
using CustomerSegmentation.Models.Clustering.Mixtures;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>The options that say what is fitted and how.</summary>
internal sealed class FitOptions
{
    // Mixtures have many more places to get stuck in than centroids.
    private const int DefaultStarts = 10, DefaultMixtureStarts = 30;
    private const ulong DefaultSeed = 1;

    private readonly Option<string[]> _columns = TypedOptions.Columns(
        "--columns", "The columns to cluster by, between commas; one with a comma in its name in double quotes.");

    private readonly Option<string[]> _log = TypedOptions.Columns("--log", "The columns of which log(1 + value) is taken first.");

    private readonly Option<Scaling> _scaling = TypedOptions.Word(
        "--scale", "Whether every column loses its mean and is divided by its standard deviation. Default: standard.",
        ("standard", Scaling.Standard), ("none", Scaling.None));

    private readonly Option<string> _algorithm = TypedOptions.Word(
        "--algorithm", "How to cluster. Default: kmeans.", [.. Algorithms.All.Select(name => (name, name))]);

    private readonly Option<CovarianceShape> _covariance = TypedOptions.Word(
        "--covariance", "What the components of gaussianMixture may look like. Default: full.",
        ("full", CovarianceShape.Full), ("diagonal", CovarianceShape.Diagonal), ("tied", CovarianceShape.Tied), ("spherical", CovarianceShape.Spherical));

    private readonly Option<int?> _k = TypedOptions.Whole("--k", "The number of clusters.");

    private readonly Option<int?> _minK = TypedOptions.Whole("--min-k", "Without --k: the smallest number tried. Default: 2.");

    private readonly Option<int?> _maxK = TypedOptions.Whole("--max-k", "Without --k: the largest number tried. Default: 10.");

    private readonly Option<ulong?> _seed = TypedOptions.Seed("--seed", "The same seed on the same file gives the same result. Default: 1.");

    private readonly Option<int?> _starts = TypedOptions.Whole(
        "--starts", $"Random starts of kmeans and gaussianMixture; the best counts. Default: {DefaultStarts}, of a mixture {DefaultMixtureStarts}.");

    private readonly Option<double?> _eps = TypedOptions.Positive(
        "--eps", "How far a neighbour may be for dbscan, in scaled units. Default: the knee of the k-distances.");

    private readonly Option<int?> _minPoints = TypedOptions.Whole(
        "--min-points", "Rows within eps, itself included, that make a row a core for dbscan. Default: twice the columns, 4 at least.");

    private readonly Option<Imputation> _impute = TypedOptions.Word(
        "--impute", "Missing values: put the column's median there, or leave such rows out. Without it they are an error.",
        ("median", Imputation.Median), ("drop", Imputation.Drop));

    private readonly Option<bool> _comma = new("--decimal-comma") { Description = "Numbers are written 12,50." };

    public FitOptions() => _columns.Required = true;

    public void AddTo(Command command)
    {
        Option[] all = [_columns, _k, _minK, _maxK, _algorithm, _scaling, _log, _seed, _starts, _covariance, _eps, _minPoints, _impute, _comma];
        Array.ForEach(all, command.Add);
    }

    /// <exception cref="ToolException">What is right by itself is wrong together.</exception>
    public FitChoices Read(ParseResult parsed, string path)
    {
        if (Contradiction(parsed) is { } problem)
        {
            throw new ToolException(ExitCodes.WrongUsage, $"{problem}\nTry 'segmentation fit --help'.");
        }

        return new(path, parsed.GetRequiredValue(_columns))
        {
            Logged = parsed.GetValue(_log) ?? [],
            Scaling = parsed.GetValue(_scaling),
            Algorithm = parsed.GetValue(_algorithm) ?? Algorithms.KMeans,
            Covariance = parsed.GetValue(_covariance),
            K = parsed.GetValue(_k),
            MinK = parsed.GetValue(_minK),
            MaxK = parsed.GetValue(_maxK),
            Seed = parsed.GetValue(_seed) ?? DefaultSeed,
            Starts = parsed.GetValue(_starts)
                ?? (parsed.GetValue(_algorithm) == Algorithms.GaussianMixture ? DefaultMixtureStarts : DefaultStarts),
            Eps = parsed.GetValue(_eps),
            MinPoints = parsed.GetValue(_minPoints),
            Imputation = parsed.GetValue(_impute),
            DecimalComma = parsed.GetValue(_comma),
        };
    }

    private string? Contradiction(ParseResult parsed)
    {
        var algorithm = parsed.GetValue(_algorithm) ?? Algorithms.KMeans;
        (Option Option, bool Fits, string Where)[] places =
        [
            (_covariance, algorithm == Algorithms.GaussianMixture, Algorithms.GaussianMixture),
            (_starts, algorithm is Algorithms.KMeans or Algorithms.GaussianMixture, $"{Algorithms.KMeans} and {Algorithms.GaussianMixture}"),
            (_eps, algorithm == Algorithms.Dbscan, Algorithms.Dbscan),
            (_minPoints, algorithm == Algorithms.Dbscan, Algorithms.Dbscan),
            .. ((Option[])[_k, _minK, _maxK]).Select(option =>
                (option, algorithm != Algorithms.Dbscan, "the other algorithms: dbscan finds the number itself")),
        ];
        foreach (var (option, fits, where) in places)
        {
            if (!fits && IsGiven(option))
            {
                return $"{option.Name} is for {where}.";
            }
        }

        if (IsGiven(_k) && (IsGiven(_minK) || IsGiven(_maxK)))
        {
            return "Give --k, or --min-k and --max-k, not both.";
        }

        if (parsed.GetValue(_minK) > parsed.GetValue(_maxK))
        {
            return $"--min-k {parsed.GetValue(_minK)} is above --max-k {parsed.GetValue(_maxK)}.";
        }

        return (parsed.GetValue(_log) ?? []).Except(parsed.GetRequiredValue(_columns), StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } stray
            ? $"--log names '{stray}', which is not among --columns."
            : null;

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
    }
}
