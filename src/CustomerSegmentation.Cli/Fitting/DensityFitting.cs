using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Density;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>DBSCAN: it finds the number of clusters itself, by a reach that is read from the rows unless it is given.</summary>
internal static class DensityFitting
{
    /// <exception cref="ToolException">More rows than it takes, or none that is not on top of others.</exception>
    public static TableFit Run(FeatureTable table, FitChoices choices, CancellationToken cancellation)
    {
        var rows = table.Rows;
        if (rows.Rows > Dbscan.MaxRows)
        {
            throw new ToolException(ExitCodes.Failed,
                $"DBSCAN compares every row with every other one and takes {Dbscan.MaxRows:#,0} rows at most, not {rows.Rows:#,0}: cut the file.");
        }

        if (choices.MinPoints > rows.Rows)
        {
            throw new ToolException(ExitCodes.WrongUsage, $"--min-points {choices.MinPoints:#,0} of {rows.Rows:#,0} rows cannot be.");
        }

        var minPoints = choices.MinPoints ?? Math.Min(Dbscan.DefaultMinPoints(rows.Width), rows.Rows);
        var eps = choices.Eps ?? KDistances.Of(rows, minPoints, cancellation: cancellation).SuggestedEps
            ?? throw new ToolException(ExitCodes.Failed, $"Every row has {minPoints} rows at the same place: no reach can be read from them; give --eps.");
        var found = Dbscan.Fit(rows, eps, minPoints, cancellation: cancellation);
        double[][] means = [.. MemberMeans.Of(table.Coordinates, found.Labels, found.K).Select(mean => mean!)];
        var order = new ClusterOrder(found.Labels, means);
        TriedK[] tried = found.K == 0 ? []
            : [TriedK.Of(table, FitQuality.Of(rows, found.Labels, choices.Seed, cancellation: cancellation), found.Labels)];
        var trial = new FitTrial(rows, new FitPlan(found.K, found.K, choices.Seed), cancellation: cancellation);
        return new(tried, found.K, "as many as lie dense and apart", order.Relabel(found.Labels), order.Arrange(means))
        {
            Structure = found.K == 0 ? null : trial.Structure(found.K),
            Notes =
            [
                $"Neighbours are no farther than eps {eps:G6} in scaled units"
                    + $"{(choices.Eps is null ? " (the knee of the k-distances)" : "")}; {minPoints} of them, itself included, make a row a core.",
                $"{found.NoiseRows:#,0} of {rows.Rows:#,0} rows are noise; the figures leave them out.",
            ],
        };
    }
}
