using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Three versions beside the rules: 1 in force, 2 another algorithm's, 3 a candidate. Nothing changes them any more.</summary>
public abstract class FittedShop : IAsyncLifetime
{
    internal abstract ModelShop Shop { get; }

    /// <summary>What the fit of version 3 answered.</summary>
    internal JsonObject Candidate { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Shop.InitializeAsync();
        await Shop.PostAsync("/models/fit", """{"minK":2,"maxK":5,"publish":true}""");
        await Shop.PostAsync("/models/fit", """{"k":4,"algorithm":"gaussianMixture"}""");
        Candidate = await Shop.PostAsync("/models/fit", """{"k":4}""");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Shop.DisposeAsync();
    }
}

/// <summary>A <see cref="FittedShop"/> on lanes.</summary>
public sealed class EmbeddedFittedShop : FittedShop
{
    internal override ModelShop Shop { get; } = new EmbeddedModelShop();
}

/// <summary>A <see cref="FittedShop"/> on a silo.</summary>
public sealed class SiloFittedShop : FittedShop
{
    internal override ModelShop Shop { get; } = new SiloModelShop();
}
