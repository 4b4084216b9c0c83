namespace CustomerSegmentation.DashboardTests;

/// <summary>A shop where no test records anything: the page is asked now, the API a moment later.</summary>
public abstract class QuietShop : IAsyncLifetime
{
    internal abstract Shop Shop { get; }

    public ValueTask InitializeAsync() => Shop.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Shop.DisposeAsync();
    }
}

/// <summary>A <see cref="QuietShop"/> on lanes.</summary>
public sealed class EmbeddedQuietShop : QuietShop
{
    internal override Shop Shop { get; } = new EmbeddedShop();
}

/// <summary>A <see cref="QuietShop"/> on a silo.</summary>
public sealed class SiloQuietShop : QuietShop
{
    internal override Shop Shop { get; } = new SiloShop();
}
