using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>A reader's browser at one host. What it complains of and what it asks other hosts for is kept.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _profile;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Visit(IBrowserContext profile, IPage page, Uri host)
    {
        (_profile, Page) = (profile, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"console {message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue($"script: {error}");
        profile.Request += (_, request) =>
        {
            if (new Uri(request.Url) is var asked && asked.Authority != host.Authority)
            {
                _complaints.Enqueue($"asked {asked}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, scripts that broke, requests to other hosts.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Opens a page; it must answer with a status.</summary>
    public async Task OpenAsync(string path, int status = 200)
    {
        var response = await Page.GotoAsync(path);
        response!.Status.ShouldBe(status, path);
    }

    /// <summary>The exact values that numbers matching a selector show.</summary>
    public async Task<double[]> NumbersAsync(string selector) =>
        await Page.EvalOnSelectorAllAsync<double[]>($"{selector} data", "found => found.map(one => Number(one.value))");

    /// <summary>Returns once the page shows something: how long it took.</summary>
    public static async Task<TimeSpan> ShowsAsync(Func<Task<bool>> condition, string what)
    {
        var began = Stopwatch.StartNew();
        await Eventually.TrueAsync(condition, what);
        return began.Elapsed;
    }

    /// <summary>The text at a selector.</summary>
    public Task<string> TextAsync(string selector) => Page.InnerTextAsync(selector);

    /// <summary>Marks the document, so that a reload would be noticed.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("window.markedByTest = true");

    /// <summary>Whether it is still the same document.</summary>
    public Task<bool> IsMarkedAsync() => Page.EvaluateAsync<bool>("window.markedByTest === true");

    public ValueTask DisposeAsync() => _profile.DisposeAsync();
}
