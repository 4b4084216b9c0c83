namespace CustomerSegmentation.DashboardTests;

/// <summary>A shop where no test records anything: the page is asked now, the API a moment later.</summary>
public sealed class QuietShop : IAsyncLifetime
{
    internal Shop Shop { get; } = new();

    public ValueTask InitializeAsync() => Shop.InitializeAsync();

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
