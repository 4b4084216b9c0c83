using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>Where a host listens.</summary>
public static class Listening
{
    /// <summary>The address when nothing else is configured: this machine only.</summary>
    public const string Default = "http://127.0.0.1:8080";

    /// <summary>Listens on <see cref="Default"/> unless the configuration names an address or a port.</summary>
    public static void ListenOnLoopbackUnlessTold(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (ListenPolicy.ConfiguredUrls(builder.Configuration).Count == 0)
        {
            builder.WebHost.UseUrls(Default);
        }
    }
}
