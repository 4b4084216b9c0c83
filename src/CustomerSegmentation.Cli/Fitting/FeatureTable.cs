using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>A complete table in the coordinates that are clustered.</summary>
/// <param name="Table">In the file's own units.</param>
/// <param name="Features">How each column becomes a coordinate.</param>
/// <param name="Coordinates">One array a column.</param>
/// <param name="Rows">The same, as the domain clusters them.</param>
internal sealed record FeatureTable(
    CompleteTable Table, IReadOnlyList<FeatureScale> Features, IReadOnlyList<double[]> Coordinates, NumericColumns Rows)
{
    /// <summary>Scales a table.</summary>
    /// <exception cref="ToolException">A column has no logarithm, does not vary, or varies too far.</exception>
    public static FeatureTable Of(CompleteTable table, FitChoices choices)
    {
        FeatureScale[] features = [.. table.Source.Names.Select((name, c) =>
        {
            var log = choices.Logged.Contains(name, StringComparer.OrdinalIgnoreCase);
            Check(table, c, log);
            return choices.Scaling == Scaling.Standard ? FeatureScale.Of(name, log, table.Columns[c]) : new(name, log, mean: 0, standardDeviation: 1);
        })];
        double[][] coordinates = [.. features.Select((feature, c) => Array.ConvertAll(table.Columns[c], feature.Scale))];
        try
        {
            return new(table, features, coordinates, NumericColumns.From(coordinates));
        }
        catch (ArgumentException)
        {
            throw new ToolException(ExitCodes.Failed, "The values lie too far apart to be clustered as they are: use --scale standard, or --log.");
        }
    }

    /// <summary>A point in the file's own units. Of a logged column that is a geometric kind of mean.</summary>
    public double[] Unscale(IReadOnlyList<double> coordinates) => [.. Features.Select((feature, c) => feature.Unscale(coordinates[c]))];

    private static void Check(CompleteTable table, int c, bool log)
    {
        var (name, values) = (table.Source.Names[c], table.Columns[c]);
        if (log && Array.FindIndex(values, value => value <= -1) is >= 0 and var row)
        {
            throw new ToolException(ExitCodes.Failed,
                $"Column '{name}', line {table.Source.Lines[table.Kept[row]]}: {values[row]} has no log(1 + value); --log needs values above -1.");
        }

        // A single row is constant too, but then the number of rows is what to speak of.
        if (values.Length > 1 && Array.TrueForAll(values, value => value == values[0]))
        {
            throw new ToolException(ExitCodes.Failed,
                $"Column '{name}' is {values[0]} in every row: it tells no rows apart. Leave it out of --columns.");
        }
    }
}
