namespace CustomerSegmentation.Embedded;

/// <summary>Settings of the embedded host alone.</summary>
internal sealed record EmbeddedOptions
{
    /// <summary>The folder with the engine's file. One process owns it.</summary>
    public string Data { get; init; } = "./data";

    /// <summary>How many loops share the customers; a change lays the file out anew at the next start.</summary>
    public int Lanes { get; init; } = Environment.ProcessorCount;

    /// <summary>How often whoever is due is looked for, on the wall.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many events may be accepted and not yet durable. More wait to be accepted.</summary>
    public int EventsInFlight { get; init; } = 65_536;

    /// <summary>
    /// How long the journal grows before customers are written to their pages: this many bytes, or as many as the
    /// pages have, whichever is more. A restart replays at most that.
    /// </summary>
    public long JournalBytes { get; init; } = 64L << 20;
}
