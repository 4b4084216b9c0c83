using System.Collections.Concurrent;
using System.Text;
using CustomerSegmentation.HttpSuite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.HostTests.Telemetry;

/// <summary>Traces and metrics leave the host for a collector, when one is named.</summary>
public class OtlpExportTests
{
    [Fact]
    public async Task A_host_with_an_endpoint_sends_its_traces_and_metrics_there_before_it_stops()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 },
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, so that everything goes there.");
        var received = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new StreamReader(request.Body, Encoding.Latin1);
            var sent = string.Concat((await body.ReadToEndAsync()).Where(char.IsAscii).Where(c => !char.IsControl(c)));
            received.AddOrUpdate(signal, sent, (_, before) => before + sent);
        });
        await collector.StartAsync();

        await using (var host = await ApiHost.StartAsync(
            null, $"Otlp:Endpoint={collector.Urls.Single()}", "Otlp:Protocol=http/protobuf"))
        {
            await host.PostEventsAsync(ApiTesting.Purchase("a"));
        }

        // Names stand in protobuf as they are; one from the web server, one from the engine, of each kind.
        received.Keys.Order().ShouldBe(["metrics", "traces"]);
        received["traces"].ShouldContain("POST /api/v1/events");
        received["traces"].ShouldContain("segmentation.events");
        received["metrics"].ShouldContain("http.server.request.duration");
        received["metrics"].ShouldContain("segmentation.events.recorded");
        received["metrics"].ShouldContain("customer-segmentation");
    }
}
