using System.Globalization;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>An empty host that asks for keys, for all tests of what needs one.</summary>
public abstract class KeyedHost : IAsyncLifetime
{
    internal const string WriteKey = "write-key", ReadKey = "read-key";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("dashboard-tests-");

    internal HostProcess Host { get; private set; } = null!;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Kind { get; }

    public async ValueTask InitializeAsync() =>
        Host = await Kind.StartAsync(_data.FullName, "--ApiKeys:0", WriteKey, "--ReadKeys:0", ReadKey);

    /// <summary>A caller that follows no redirects.</summary>
    internal HttpClient Caller() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Http.BaseAddress };

    /// <summary>A purchase of each of so many new customers, who are numbered from 1 and come into a segment in that order.</summary>
    internal async Task RecordAsync(string newcomers, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var events = Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture,
            $$"""{"eventId":"{{newcomers}}-{{n}}","customerId":"{{newcomers}}-{{n}}","orderId":"{{newcomers}}-{{n}}","occurredAt":"{{now:yyyy-MM-dd'T'HH:mm:ss'Z'}}","amount":40}"""));
        using var http = Caller();
        http.DefaultRequestHeaders.Add("X-Api-Key", WriteKey);
        foreach (var one in count <= 10 ? events.Select(one => $"[{one}]") : [$"[{string.Join(',', events)}]"])
        {
            using var body = new StringContent(one, null, "application/json");
            using var answer = await http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>A <see cref="KeyedHost"/> on lanes.</summary>
public sealed class EmbeddedKeyedHost : KeyedHost
{
    private protected override HostUnderTest Kind => HostUnderTest.Embedded;
}

/// <summary>A <see cref="KeyedHost"/> on a silo.</summary>
public sealed class SiloKeyedHost : KeyedHost
{
    private protected override HostUnderTest Kind => HostUnderTest.Silo;
}

/// <summary>Signing in, as a reader does it.</summary>
internal static class SigningIn
{
    /// <summary>Opens a page as somebody with a key.</summary>
    public static async Task<Visit> VisitAsync(this Browser browser, HostProcess host, string path, string key, int width = 1280)
    {
        var visit = await browser.VisitAsync(host, width);
        await visit.Page.GotoAsync(path);
        await visit.SignInAsync(key);
        await visit.Page.WaitForURLAsync("**" + path, new() { WaitUntil = WaitUntilState.Commit });
        await Eventually.TrueAsync(async () => await visit.Page.EvaluateAsync<string>("document.readyState") == "complete", $"{path} loaded");
        return visit;
    }

    public static async Task SignInAsync(this Visit visit, string key)
    {
        await visit.Page.GetByLabel("API key").FillAsync(key);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
