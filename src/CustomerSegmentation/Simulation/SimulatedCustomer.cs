namespace CustomerSegmentation.Simulation;

/// <summary>One customer of the simulated shop: three traits and a stream of randomness of their own.</summary>
internal struct SimulatedCustomer
{
    private const double SecondsOfYear = 365.25 * 24 * 3_600;

    private readonly double _secondsBetweenOrders;
    private readonly double _dropout;
    private readonly double _spendRate;
    private SplitMix _random;
    private bool _bought;

    public SimulatedCustomer(long number, ShopOptions options)
    {
        Number = number;
        _random = new(options.Seed, (ulong)number);
        var rate = Distributions.Gamma(ref _random, options.RateShape) / options.RateScaleYears;
        _secondsBetweenOrders = SecondsOfYear / Math.Max(rate, 1e-6);
        _dropout = Distributions.Beta(ref _random, options.DropoutA, options.DropoutB);
        _spendRate = Distributions.Gamma(ref _random, options.SpendCustomersShape) / options.SpendScale;
    }

    /// <summary>From 1 in order of joining.</summary>
    public long Number { get; }

    /// <summary>When to join, as a share of the time during which customers join.</summary>
    public double DrawJoining() => _random.NextDouble();

    /// <summary>What the order costs, in cents; at least one.</summary>
    public long DrawCents(double shape) =>
        Math.Max(1, (long)(Distributions.Gamma(ref _random, shape) / _spendRate * 100));

    /// <summary>
    /// Seconds on the even clock until the next purchase; null when the one just made was the last.
    /// As in BG/NBD, nobody drops out after the first purchase, only after repeat purchases.
    /// </summary>
    public double? DrawWait()
    {
        if (_bought && _random.NextDouble() < _dropout)
        {
            return null;
        }

        _bought = true;
        return Distributions.Exponential(ref _random) * _secondsBetweenOrders;
    }

    /// <summary>What will go back of an order: its parts in cents, zero when nothing does.</summary>
    public (long First, long Second) DrawReturns(long cents, ShopOptions options)
    {
        if (_random.NextDouble() >= options.ReturnShare)
        {
            return default;
        }

        if (_random.NextDouble() < options.FullReturnShare)
        {
            return (cents, 0);
        }

        var first = (long)(cents * (0.1 + (0.6 * _random.NextDouble())));
        var second = _random.NextDouble() < 0.2 ? (long)((cents - first) * _random.NextDouble()) : 0;
        return (first, second);
    }

    /// <summary>Seconds on the even clock from a purchase to the money back: three days, then nine more on average.</summary>
    public double DrawReturnDelay() => (3 + (9 * Distributions.Exponential(ref _random))) * 24 * 3_600;
}
