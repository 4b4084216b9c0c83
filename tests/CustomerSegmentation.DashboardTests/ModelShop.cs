using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CustomerSegmentation.DashboardTests;

/// <summary>A host of a class's own, with keys and ninety customers of three kinds: fitting and publishing there disturbs no other.</summary>
public abstract class ModelShop : IAsyncLifetime
{
    internal const string WriteKey = "write-key", ReadKey = "read-key";

    private static readonly (int Days, int Orders, int Amount)[] Kinds = [(5, 12, 200), (60, 4, 60), (200, 1, 15)];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("dashboard-tests-");

    internal HostProcess Host { get; private set; } = null!;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Kind { get; }

    public async ValueTask InitializeAsync()
    {
        Host = await Kind.StartAsync(
            _data.FullName, "--Clock", "event", "--MinimumCustomersToFit", "50", "--ApiKeys:0", WriteKey, "--ReadKeys:0", ReadKey);
        Host.Http.DefaultRequestHeaders.Add("X-Api-Key", WriteKey);

        // The n-th of a kind is a little less recent than the one before, and spends a little more.
        var events = from n in Enumerable.Range(0, 90)
                     let kind = Kinds[n % 3]
                     from order in Enumerable.Range(0, kind.Orders)
                     let at = Shop.Now.AddDays(-kind.Days - (n * kind.Days / 300.0) - (order * 3))
                     orderby at
                     select string.Create(CultureInfo.InvariantCulture,
                         $$"""{"eventId":"e-{{n}}-{{order}}","customerId":"C-{{n:00}}","orderId":"o-{{n}}-{{order}}","occurredAt":"{{at:yyyy-MM-dd'T'HH:mm:ss'Z'}}","amount":{{kind.Amount + (n % 7)}}}""");
        (await PostAsync("/events", $"[{string.Join(',', events)}]"))["recorded"]!.GetValue<int>().ShouldBe(30 * (12 + 4 + 1));
    }

    internal async Task<JsonObject> AskAsync(string path) => (await Host.Http.GetFromJsonAsync<JsonObject>(new Uri("/api/v1" + path, UriKind.Relative)))!;

    internal async Task<JsonObject> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, null, "application/json");
        using var response = await Host.Http.PostAsync(new Uri("/api/v1" + path, UriKind.Relative), body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Opens a page as somebody with a key.</summary>
    internal Task<Visit> VisitAsync(Browser browser, string path, string key = WriteKey, int width = 1280) =>
        browser.VisitAsync(Host, path, key, width);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>A <see cref="ModelShop"/> on lanes.</summary>
public sealed class EmbeddedModelShop : ModelShop
{
    private protected override HostUnderTest Kind => HostUnderTest.Embedded;
}

/// <summary>A <see cref="ModelShop"/> on a silo.</summary>
public sealed class SiloModelShop : ModelShop
{
    private protected override HostUnderTest Kind => HostUnderTest.Silo;
}
