using CustomerSegmentation.Client;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts an <see cref="ISegmentationClient"/> into a program.</summary>
public static class SegmentationClientServices
{
    /// <summary>The name of a cluster that was given no other.</summary>
    private const string DefaultCluster = "customer-segmentation";

    /// <summary>
    /// Registers a client of the cluster, which connects when the host starts. Where its gateways are is said as to any Orleans
    /// client: <c>UseStaticClustering</c>, <c>UseRedisClustering</c> and others.
    /// </summary>
    /// <param name="services">The program's.</param>
    /// <param name="configure">
    /// Names the gateways, and the cluster by <see cref="ClusterOptions"/> where it is not called <c>customer-segmentation</c>; TLS,
    /// timeouts and what happens while nothing can be connected to are said here too.
    /// </param>
    public static IServiceCollection AddSegmentationClient(this IServiceCollection services, Action<IClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = DefaultCluster);
            configure(client);
        });
        return services.AddSegmentationClient();
    }

    /// <summary>Registers a client on the connection that the program already has, as an Orleans client or as a silo.</summary>
    /// <param name="services">The program's.</param>
    public static IServiceCollection AddSegmentationClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        // A program of which Orleans generates no code would not find the contract by itself.
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(ISegmentationGrain).Assembly));
        return services.AddSingleton<ISegmentationClient, ClusterSegmentationClient>();
    }

    /// <summary>Registers a client over HTTP.</summary>
    /// <param name="services">The program's.</param>
    /// <param name="baseAddress">Where the engine listens, such as <c>http://localhost:8080</c>.</param>
    /// <param name="apiKey">The key; null where the engine asks for none.</param>
    /// <returns>What handlers are added to: retries and time limits are the program's to choose.</returns>
    public static IHttpClientBuilder AddSegmentationHttpClient(this IServiceCollection services, Uri baseAddress, string? apiKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(baseAddress);
        var withSlash = baseAddress.AbsolutePath.EndsWith('/') ? baseAddress : new Uri(baseAddress.AbsoluteUri + '/');
        return services.AddHttpClient<ISegmentationClient, HttpSegmentationClient>(http =>
        {
            http.BaseAddress = withSlash;
            if (apiKey is not null)
            {
                http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
            }
        });
    }
}
