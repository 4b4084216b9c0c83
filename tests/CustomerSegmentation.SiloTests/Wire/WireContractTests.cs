using CustomerSegmentation.Client;
using CustomerSegmentation.Silo;

namespace CustomerSegmentation.SiloTests.Wire;

/// <summary>
/// What the last release says to silos and clients stays true. Additions are no fault; they become part of the contract with the
/// release, when <c>RECORD_WIRE_CONTRACT=1 dotnet test … --filter FullyQualifiedName~WireContractTests</c> writes the file anew.
/// </summary>
public sealed class WireContractTests(ITestOutputHelper output)
{
    private const string Record = "RECORD_WIRE_CONTRACT";

    private static readonly string File = Path.Combine(Checkout.Root, "tests", "CustomerSegmentation.SiloTests", "Wire", "wire-contract.txt");

    [Fact]
    public async Task Silos_and_clients_of_the_last_release_are_still_understood()
    {
        var today = WireContract.Of(typeof(OrleansEngine).Assembly, typeof(ISegmentationGrain).Assembly);
        if (Environment.GetEnvironmentVariable(Record) == "1")
        {
            await System.IO.File.WriteAllLinesAsync(File, today);
        }

        var recorded = await System.IO.File.ReadAllLinesAsync(File);
        recorded.Length.ShouldBeGreaterThan(100);
        recorded.Except(today).ShouldBeEmpty(
            "This was on the wire and has changed or gone: a silo or client of the last release would be misunderstood while the "
            + "cluster is updated. Keep it, and add what is new beside it under an alias or an id of its own.");
        foreach (var addition in today.Except(recorded))
        {
            output.WriteLine($"New: {addition}");
        }

        if (today.Count > recorded.Length)
        {
            output.WriteLine($"Additions are allowed. At a release, record them: {Record}=1 and run this test.");
        }
    }

    [Fact]
    public void Everything_on_the_wire_bears_an_alias_so_that_it_may_be_renamed()
    {
        var today = WireContract.Of(typeof(OrleansEngine).Assembly, typeof(ISegmentationGrain).Assembly);

        today.Where(fact => fact.Contains("CustomerSegmentation.", StringComparison.Ordinal)).ShouldBeEmpty();
        today.Where(fact => fact.Contains("Async", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
