namespace CustomerSegmentation.Models;

/// <summary>
/// How a value of one feature becomes a coordinate: optionally log(1 + value), then minus the mean, divided by the
/// standard deviation of the population that the model was fitted to. Part of the model: the same customer has the
/// same coordinates for as long as the model lives.
/// </summary>
public sealed record FeatureScale
{
    /// <summary>Names of the three features, in the order of a model's coordinates.</summary>
    public const string RecencyDays = "recencyDays", Frequency = "frequency", Monetary = "monetary";

    /// <summary>A scale with known figures.</summary>
    /// <param name="name">The feature.</param>
    /// <param name="log">Whether log(1 + value) is taken first.</param>
    /// <param name="mean">Of the (logged) population.</param>
    /// <param name="standardDeviation">
    /// Of the (logged) population, divisor n (ddof 0). 0, a feature in which all are alike, counts as 1.
    /// </param>
    /// <exception cref="ArgumentException">A figure is not finite, or the deviation is negative.</exception>
    public FeatureScale(string name, bool log, double mean, double standardDeviation)
    {
        if (!double.IsFinite(mean))
        {
            throw new ArgumentException($"The mean of {name} must be finite.", nameof(mean));
        }

        if (!double.IsFinite(standardDeviation) || standardDeviation < 0)
        {
            throw new ArgumentException(
                $"The standard deviation of {name} must be finite and not negative.", nameof(standardDeviation));
        }

        Name = name;
        Log = log;
        Mean = mean;
        StandardDeviation = standardDeviation == 0 ? 1 : standardDeviation;
    }

    /// <summary>The feature.</summary>
    public string Name { get; }

    /// <summary>Whether log(1 + value) is taken first.</summary>
    public bool Log { get; }

    /// <summary>What is taken away.</summary>
    public double Mean { get; }

    /// <summary>What it is divided by; above 0.</summary>
    public double StandardDeviation { get; }

    /// <summary>The coordinate of a value in the feature's own unit. Not finite when the value has none.</summary>
    public double Scale(double value) => ((Log ? double.LogP1(value) : value) - Mean) / StandardDeviation;

    /// <summary>The value that has this coordinate, in the feature's own unit.</summary>
    public double Unscale(double coordinate)
    {
        var value = (coordinate * StandardDeviation) + Mean;
        return Log ? double.ExpM1(value) : value;
    }

    /// <summary>Learns the scale of a feature from a population.</summary>
    /// <param name="name">The feature.</param>
    /// <param name="log">Whether log(1 + value) is taken first.</param>
    /// <param name="values">One value a customer; at least one.</param>
    /// <exception cref="ArgumentException">A value is not finite, or is −1 or less where its logarithm is asked for.</exception>
    public static FeatureScale Of(string name, bool log, ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A population needs at least one customer.", nameof(values));
        }

        // Relative to the first value: of customers who are all alike the mean is exactly theirs, and the deviation 0.
        var first = log ? double.LogP1(values[0]) : values[0];
        double sum = 0;
        foreach (var value in values)
        {
            var v = log ? double.LogP1(value) : value;
            if (!double.IsFinite(v))
            {
                throw new ArgumentException($"{name} has a value that cannot be scaled: {value}.", nameof(values));
            }

            sum += v - first;
        }

        // Two passes: the sum of squares minus the square of the sum cancels when the spread is small.
        var mean = first + (sum / values.Length);
        double squares = 0;
        foreach (var value in values)
        {
            var difference = (log ? double.LogP1(value) : value) - mean;
            squares += difference * difference;
        }

        return new(name, log, mean, Math.Sqrt(squares / values.Length));
    }
}
