using System.Net;

namespace CustomerSegmentation.SiloTests.Program;

/// <summary>Orleans shares its ports: without a look first, a second silo would end the first one.</summary>
public sealed class SharedPortTests
{
    private const int Unavailable = 5;

    [Theory]
    [InlineData("SiloPort")]
    [InlineData("GatewayPort")]
    public async Task A_second_silo_on_the_same_port_ends_with_a_sentence_and_the_first_stays_ready(string shared)
    {
        var ports = LoopbackPort.Free(4);
        await using var first = await HostProcess.StartAsync(
            SiloProcess.File, "--urls", "http://127.0.0.1:0", "--Storage", "memory", "--SiloPort", $"{ports[0]}", "--GatewayPort", $"{ports[1]}");
        var taken = shared == "SiloPort" ? ports[0] : ports[1];

        var (exitCode, output, errors) = await SiloProcess.RunAsync(
            "--urls", "http://127.0.0.1:0", "--Storage", "memory",
            "--SiloPort", $"{(shared == "SiloPort" ? taken : ports[2])}", "--GatewayPort", $"{(shared == "GatewayPort" ? taken : ports[3])}");

        exitCode.ShouldBe(Unavailable, output + errors);
        errors.Trim().ShouldBe(
            $"Another program listens on 127.0.0.1:{taken}, perhaps another silo: two cannot share a port. Stop it, or set {shared}.");
        (await first.HealthAsync()).Status.ShouldBe(HttpStatusCode.OK);
        await first.StopAsync();
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named_in_a_sentence()
    {
        var (exitCode, output, errors) = await SiloProcess.RunAsync(
            "--urls", "http://127.0.0.1:0", "--Address", "192.0.2.1", "--Postgres", "Host=127.0.0.1;Port=1;Username=nobody;Database=none");

        exitCode.ShouldBe(Unavailable, output + errors);
        errors.ShouldStartWith("This silo cannot listen on 192.0.2.1:11111");
    }
}
