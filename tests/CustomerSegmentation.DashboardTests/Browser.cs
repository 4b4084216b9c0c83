using Microsoft.Playwright;

namespace CustomerSegmentation.DashboardTests;

/// <summary>One Chromium for all tests; every test has a profile of its own in it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const float PatienceInMilliseconds = 120_000; // reached only when a test fails: other programs may keep the processors busy

    /// <summary>Where Debian's package puts it: Chromium without windows, which takes a third of the processor time.</summary>
    private const string Chromium = "/usr/bin/chromium-headless-shell";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet });
        }
    }

    /// <summary>A page of a new profile, watched from its first request on. Skips the test where there is no Chromium.</summary>
    internal async Task<Visit> VisitAsync(HostProcess host, int width = 1280)
    {
        Assert.SkipWhen(_browser is null, $"There is no {Chromium}; install Debian's package chromium-headless-shell.");
        var profile = await _browser!.NewContextAsync(new()
        {
            BaseURL = host.Http.BaseAddress!.ToString(),
            Locale = "en-GB",
            TimezoneId = "UTC",
            ViewportSize = new() { Width = width, Height = 900 },
        });
        profile.SetDefaultTimeout(PatienceInMilliseconds);
        return new(profile, await profile.NewPageAsync(), host.Http.BaseAddress!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
