using System.Net;
using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.HostTests.Faults;

public sealed class SiloUnusableDataTests : UnusableDataTests
{
    private const string FirstStanding = "SELECT segment_state FROM customers ORDER BY key LIMIT 1";
    private const string FirstState = "SELECT state FROM customers ORDER BY key LIMIT 1";

    private protected override HostUnderTest Host => HostUnderTest.Silo;

    [Fact]
    public Task One_flipped_bit_of_where_a_customer_stands_is_noticed() => IsNamedAndLeftAsItIsAsync(
        file => Damage.FlipBit(file, Damage.Read(file, FirstStanding)));

    [Fact]
    public Task Where_a_customer_stands_cut_short_under_a_seal_that_fits_is_noticed() => IsNamedAndLeftAsItIsAsync(file =>
    {
        var buffer = Array.Empty<byte>();
        var segmentState = ChecksummedBlob.Seal(ChecksummedBlob.Open(Damage.Read(file, FirstStanding)).Span[..^3], ref buffer).ToArray();
        Damage.Write(file, "UPDATE customers SET segment_state = @value WHERE key = (SELECT MIN(key) FROM customers)", segmentState);
    });

    /// <summary>A start reads no migrations.</summary>
    [Fact]
    public async Task A_migration_at_no_time_is_noticed_by_who_reads_it()
    {
        Damage.Write(Folder.File, "UPDATE migrations SET effective_at = @value WHERE id = (SELECT MAX(id) FROM migrations)", -1);
        await using var host = await Host.StartAsync(Folder.Path, SoundData.Settings);

        using var answer = await host.Http.GetAsync(new Uri("/api/v1/migrations?limit=1000", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await host.SegmentsAsync()).GetProperty("customers").GetInt32().ShouldBeGreaterThan(0);
    }

    /// <summary>A start reads nobody's state: that would take as long as there are orders.</summary>
    [Fact]
    public async Task One_flipped_bit_of_a_customers_state_is_noticed_when_they_wake_and_concerns_nobody_else()
    {
        var id = Encoding.UTF8.GetString(Damage.Read(
            Folder.File, "SELECT CAST(customer AS BLOB) FROM customers ORDER BY key LIMIT 1"));
        Damage.FlipBit(Folder.File, Damage.Read(Folder.File, FirstState));
        var damaged = Damage.Read(Folder.File, FirstState);
        var others = SoundData.PurchaseLoad.Events.Where(e => e.CustomerId != id).ToList();
        await using (var host = await Host.StartAsync(Folder.Path, [.. SoundData.Settings, "--RecordTimeout", "3s"]))
        {
            using (var answer = await host.Http.GetAsync(new Uri($"/api/v1/customers/{id}", UriKind.Relative)))
            {
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable);
            }

            var theirs = SoundData.PurchaseLoad.Events.First(e => e.CustomerId == id) with { EventId = "more", OrderId = "more" };
            var (status, refused) = await host.PostEventsAsync(PurchaseLoad.Lines([theirs]), "application/x-ndjson");
            status.ShouldBe(HttpStatusCode.OK);
            refused.GetProperty("refused")[0].GetProperty("code").GetString().ShouldBe("unreadable_customer");
            (await host.RecordAsync(others)).ShouldBe((0, others.Count));
            (await host.RecordAsync([theirs with { CustomerId = "somebody-new" }])).ShouldBe((1, 0));
            await host.KillAsync();
        }

        Damage.Read(Folder.File, FirstState).ShouldBe(damaged, "nothing is written over what cannot be read");
    }
}
