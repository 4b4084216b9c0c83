using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>A host under the event clock, with a small shop's history in it: ninety days until 1 June 2025.</summary>
public abstract class Shop : IAsyncLifetime
{
    /// <summary>The engine's now once the history is in.</summary>
    public static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("dashboard-tests-");
    private int _events;

    internal HostProcess Host { get; private set; } = null!;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Kind { get; }

    public async ValueTask InitializeAsync()
    {
        Host = await Kind.StartAsync(_data.FullName, "--Clock", "event");

        // Sixty customers: the n-th bought every (n mod 20) + 2 days, between 10 and 600 a time, and stopped n days ago.
        var purchases = from n in Enumerable.Range(1, 60)
                        from day in Enumerable.Range(0, 90)
                        where day >= n && day % ((n % 20) + 2) == 0
                        orderby day descending
                        select Purchase($"C-{n:00}", Now.AddDays(-day), 10 * n);
        await RecordAsync([.. purchases, Purchase("C-00", Now, 25)]);
    }

    /// <summary>A purchase that nothing else is; every one is an order of its own.</summary>
    internal string Purchase(string customer, DateTimeOffset at, decimal amount)
    {
        var number = Interlocked.Increment(ref _events);
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"eventId":"e-{{number}}","customerId":"{{customer}}","orderId":"o-{{number}}","occurredAt":"{{at:yyyy-MM-dd'T'HH:mm:ss'Z'}}","amount":{{amount}}}""");
    }

    internal async Task RecordAsync(params string[] events)
    {
        using var body = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8, "application/json");
        using var response = await Host.Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
        var receipt = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        ((int)receipt["recorded"]!).ShouldBe(events.Length, receipt.ToJsonString());
    }

    internal async Task<JsonObject> AskAsync(string path) =>
        (await Host.Http.GetFromJsonAsync<JsonObject>(new Uri("/api/v1" + path, UriKind.Relative)))!;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>A <see cref="Shop"/> on lanes.</summary>
public sealed class EmbeddedShop : Shop
{
    private protected override HostUnderTest Kind => HostUnderTest.Embedded;
}

/// <summary>A <see cref="Shop"/> on a silo.</summary>
public sealed class SiloShop : Shop
{
    private protected override HostUnderTest Kind => HostUnderTest.Silo;
}
