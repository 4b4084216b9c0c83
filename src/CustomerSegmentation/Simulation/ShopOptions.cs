namespace CustomerSegmentation.Simulation;

/// <summary>
/// What the simulated shop's customers are like. Buying follows the BG/NBD model (Fader, Hardie and Lee, "Counting
/// your customers the easy way", 2005), spending the gamma-gamma model (Fader, Hardie, 2013).
/// </summary>
public sealed record ShopOptions
{
    /// <summary>How many customers have joined when the history ends.</summary>
    public int Customers { get; init; } = 10_000;

    /// <summary>The same seed, options and times give the same events.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>r of BG/NBD: the shape of the gamma distribution of purchase rates over customers.</summary>
    public double RateShape { get; init; } = 1.5;

    /// <summary>α of BG/NBD, in years. The mean rate is r/α: five repeat purchases a year.</summary>
    public double RateScaleYears { get; init; } = 0.3;

    /// <summary>a of BG/NBD: the beta distribution of the chance to drop out after a repeat purchase.</summary>
    public double DropoutA { get; init; } = 0.8;

    /// <summary>b of BG/NBD. The mean chance to drop out is a/(a + b): 0.12.</summary>
    public double DropoutB { get; init; } = 6;

    /// <summary>p of gamma-gamma: how alike the orders of one customer are (CDNOW's published value).</summary>
    public double SpendShape { get; init; } = 6.25;

    /// <summary>q of gamma-gamma: how alike the customers are (CDNOW's published value).</summary>
    public double SpendCustomersShape { get; init; } = 3.74;

    /// <summary>γ of gamma-gamma, in currency. The mean order is pγ/(q − 1): 68.</summary>
    public double SpendScale { get; init; } = 30;

    /// <summary>Share of orders of which something goes back.</summary>
    public double ReturnShare { get; init; } = 0.08;

    /// <summary>Share of those that go back whole; the rest go back in part, once or twice.</summary>
    public double FullReturnShare { get; init; } = 0.3;

    /// <summary>ISO 4217 code, or null for the engine's reporting currency.</summary>
    public string? Currency { get; init; }
}
