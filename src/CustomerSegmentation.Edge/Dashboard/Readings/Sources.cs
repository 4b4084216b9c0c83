namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>What long readings are taken of. Of each of them one is taken at a time.</summary>
internal sealed class Sources(TimeProvider time)
{
    /// <summary>Everybody as of now, looked at one by one.</summary>
    public LongReadings Customers { get; } = new(time);

    /// <summary>The migrations on record, from end to end.</summary>
    public LongReadings Record { get; } = new(time);
}
