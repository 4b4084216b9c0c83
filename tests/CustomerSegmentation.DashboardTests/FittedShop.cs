using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Three versions beside the rules: 1 in force, 2 another algorithm's, 3 a candidate. Nothing changes them any more.</summary>
public sealed class FittedShop : IAsyncLifetime
{
    internal ModelShop Shop { get; } = new();

    /// <summary>What the fit of version 3 answered.</summary>
    internal JsonObject Candidate { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Shop.InitializeAsync();
        await Shop.PostAsync("/models/fit", """{"minK":2,"maxK":5,"publish":true}""");
        await Shop.PostAsync("/models/fit", """{"k":4,"algorithm":"gaussianMixture"}""");
        Candidate = await Shop.PostAsync("/models/fit", """{"k":4}""");
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
