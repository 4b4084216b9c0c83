using CustomerSegmentation.Edge.Api.Access;
using CustomerSegmentation.Edge.Dashboard.Access;
using CustomerSegmentation.Edge.Dashboard.Pages;
using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Edge.Dashboard.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>The pages, in every host.</summary>
internal static class DashboardHosting
{
    /// <summary>An open page asks for itself once a second with this header; all that ask within a fifth of one get one answer.</summary>
    public const string PollHeader = "X-Poll";

    /// <summary>
    /// Readers are promised to see what changed within two seconds. A page asks once a second, the answer may be as old as this, and what
    /// it is drawn from may be as old as <see cref="DashboardCache.Often"/>; the remaining time is for reading and rendering.
    /// </summary>
    private static readonly TimeSpan PollShared = TimeSpan.FromMilliseconds(200);

    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents();

        // Comes with the components, for forms of theirs that are not used here. Nothing is to be protected by it, so it must not lay a
        // key ring into somebody's home folder at every first start, with a warning about it.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DataProtectionServiceCollectionExtensions).Assembly));
        services.AddSingleton<DashboardCache>();
        services.AddSingleton<RecentMigrations>();
        services.AddSingleton<Timelines>();
        services.AddSingleton<PausedRecord>();
        services.AddSingleton<SegmentPageCache>();
        services.AddSingleton<ReportSources>();
        services.AddSingleton<MigrationReports>();
        services.AddSingleton<ThroughputMeter>();
        services.AddSingleton<Previews>();
        services.AddSingleton<CustomerSamples>();
        services.AddSingleton<JobQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<ThroughputMeter>());
        services.AddOutputCache(options =>
        {
            options.UseCaseSensitivePaths = true; // ids are
            options.AddPolicy(PollHeader, policy => policy
                .With(context => context.HttpContext.Request.Headers.ContainsKey(PollHeader))
                .Expire(PollShared)
                .VaryByValue(AsSeenBy));
        });
    }

    /// <summary>What tells one answer from another: the address as it was sent, what the reader may do, and the theme.</summary>
    private static KeyValuePair<string, string> AsSeenBy(HttpContext http)
    {
        var caller = Caller.Of(http);
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new("seen", $"{target} {caller.SignedIn} {caller.MayWrite} {Theme.Of(http)}");
    }

    public static void MapDashboard(this WebApplication app)
    {
        app.MapAssets();
        app.MapSignInForms();
        app.MapSegmentForms();
        app.MapModelForms();
        app.MapRazorComponents<App>().DisableAntiforgery().CacheOutput(PollHeader).Add(endpoint =>
        {
            var isOpen = endpoint.Metadata.OfType<OpenPageAttribute>().Any();
            endpoint.Metadata.Add(new PageAccess(NeedsSignIn: !isOpen));
        });
    }
}
