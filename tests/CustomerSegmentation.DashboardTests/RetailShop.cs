using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CustomerSegmentation.HostTests.Cli;

namespace CustomerSegmentation.DashboardTests;

/// <summary>
/// A shop's year, <see cref="RetailSample"/>, imported by the tool into a host under the event clock that refits itself every ninety days,
/// and fitted once more at the end. Nobody records there afterwards, so page and API are of the same moment. One for all tests of it.
/// </summary>
public abstract class RetailShop : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("dashboard-tests-");
    private readonly Lock _gate = new();
    private Task<HostProcess>? _opening;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Kind { get; }

    /// <summary>The host.</summary>
    internal Task<HostProcess> OpenAsync()
    {
        lock (_gate)
        {
            return _opening ??= LoadAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_opening is { IsCompletedSuccessfully: true })
        {
            await (await _opening).DisposeAsync();
        }

        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static async Task<JsonNode> AskAsync(HostProcess host, string path) =>
        (await host.Http.GetFromJsonAsync<JsonNode>(new Uri("/api/v1" + path, UriKind.Relative)))!;

    private async Task<HostProcess> LoadAsync()
    {
        var host = await Kind.StartAsync(
            _data.FullName, "--Clock", "event", "--Currency", "GBP", "--Refit:Every", "90d", "--Refit:Publish", "auto", "--Refit:Drift", "never");
        var import = await ToolRun.OfAsync("import", RetailSample.Path, "--to", host.Http.BaseAddress!.ToString());
        import.ExitCode.ShouldBe(0, import.Error);
        using var asked = JsonContent.Create(new { k = 5, seed = 1, publish = true });
        using var fitted = await host.Http.PostAsync(new Uri("/api/v1/models/fit", UriKind.Relative), asked);
        fitted.EnsureSuccessStatusCode();
        return host;
    }
}

/// <summary>A <see cref="RetailShop"/> on lanes.</summary>
public sealed class EmbeddedRetailShop : RetailShop
{
    private protected override HostUnderTest Kind => HostUnderTest.Embedded;
}

/// <summary>A <see cref="RetailShop"/> on a silo.</summary>
public sealed class SiloRetailShop : RetailShop
{
    private protected override HostUnderTest Kind => HostUnderTest.Silo;
}
