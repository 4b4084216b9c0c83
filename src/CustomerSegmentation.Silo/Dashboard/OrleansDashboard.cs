using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Dashboard;
using Orleans.Dashboard;
using DashboardSetup = Orleans.Dashboard.ServiceCollectionExtensions;

namespace CustomerSegmentation.Silo.Dashboard;

/// <summary>
/// The Orleans Dashboard under <c>/orleans</c>, behind the same keys and the same sign-in as every other page. It shows grains'
/// keys and state, which are personal data, so it is never open where the other pages are not.
/// </summary>
internal static class OrleansDashboard
{
    private const string Path = "/orleans";

    /// <summary>
    /// Its pages load and call this host alone, as ours do. It sets styles on elements and has its pictures in its style sheet.
    /// </summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <exception cref="SettingsException">It is something else than it can be.</exception>
    public static OrleansDashboardMode Read(string? setting) => setting?.ToUpperInvariant() switch
    {
        null or "" or "TRUE" => OrleansDashboardMode.Mounted,
        "FALSE" => OrleansDashboardMode.Off,
        "PROFILE" => OrleansDashboardMode.Profiling,
        _ => throw new SettingsException($"OrleansDashboard is '{setting}'; it can be 'true', 'false' or 'profile'."),
    };

    /// <summary>
    /// Registers it. Its log stream stays off: it would hand every line of the log to whoever may see a page. Unless it is to
    /// profile, so do its call filter and its meter, which listens to what Orleans counts several times at every message.
    /// </summary>
    public static ISiloBuilder AddOrleansDashboard(this ISiloBuilder silo, SiloOptions options)
    {
        if (options.OrleansDashboard == OrleansDashboardMode.Off)
        {
            return silo;
        }

        DashboardSetup.AddDashboard(silo, dashboard => dashboard.HideTrace = true);
        if (options.OrleansDashboard == OrleansDashboardMode.Mounted)
        {
            var measuring = silo.Services.Where(service => service.ImplementationType?.Assembly == typeof(DashboardOptions).Assembly
                && (service.ServiceType == typeof(IIncomingGrainCallFilter) || service.ServiceType == typeof(IHostedService))).ToList();
            measuring.ForEach(service => silo.Services.Remove(service));
        }

        return silo;
    }

    /// <summary>
    /// Maps its pages, if it is there. They are made when somebody first opens one: to make them is to compress them all, which
    /// would cost every start a tenth of its work.
    /// </summary>
    public static WebApplication MapOrleansDashboard(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SiloOptions>().OrleansDashboard == OrleansDashboardMode.Off)
        {
            return app;
        }

        var pages = new Lazy<RequestDelegate>(() => Pages(app.Services));
        var routes = app.MapGroup(Path).ExcludeFromDescription();
        foreach (var route in new[] { "", "/index.html", "/{**rest}" })
        {
            routes.MapGet(route, context =>
            {
                context.SetEndpoint(null); // the pages have routes of their own
                return pages.Value(context);
            });
        }

        routes.AsForeignPages(ContentPolicy, Path, Path + "/", Path + "/index.html");
        return app;
    }

    private static RequestDelegate Pages(IServiceProvider services)
    {
        var pages = new ApplicationBuilder(services);
        pages.UseRouting();
        pages.UseEndpoints(routes => DashboardSetup.MapOrleansDashboard(routes, Path).ExcludeFromDescription());
        return pages.Build();
    }
}
