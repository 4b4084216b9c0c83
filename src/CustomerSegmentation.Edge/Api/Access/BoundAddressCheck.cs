using CustomerSegmentation.Edge.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>
/// Looks at what the server listens on once it does, whatever set it: code, or a setting of ASP.NET by which one overrules the other that
/// <see cref="ListenPolicy.ConfiguredUrls"/> has seen. The host ends with an objection as it does before it listens.
/// </summary>
internal sealed class BoundAddressCheck(IServer server, ApiOptions options) : IHostedLifecycleService
{
    /// <exception cref="SettingsException">Other machines can call without a key, and nobody said that they may.</exception>
    public Task StartedAsync(CancellationToken cancellationToken) =>
        ListenPolicy.Objection(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], options.AsksForKey, options.AllowAnonymous) is { } objection
            ? throw new SettingsException(objection)
            : Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
