using System.Buffers.Binary;
using System.Net;
using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Who is erased is gone from the disk, to the byte, by the time that is answered for.</summary>
public abstract class ErasureTests
{
    private const string Erased = "erased-8c1f5e07";
    private const int Others = 40;

    private int _events;

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_byte_of_an_erased_customer_is_left_in_the_folder(bool killed)
    {
        using var folder = new DataFolder();
        var (early, late) = (Purchases(daysAgo: 300), Purchases(daysAgo: 3));
        await using (var first = await Host.StartAsync(folder.Path))
        {
            await first.RecordAsync(early);
            await first.StopAsync(); // so that they stand in the file itself, and not in its log alone
        }

        var before = Left(folder);
        before.ShouldContain(found => found.EndsWith(Convert.ToHexString(Encoding.UTF8.GetBytes(Erased)), StringComparison.Ordinal));
        before.ShouldContain(found => found.EndsWith(Convert.ToHexString(LittleEndian(early[0].EventId)), StringComparison.Ordinal));

        await using (var host = await Host.StartAsync(folder.Path))
        {
            await host.RecordAsync(late);
            using (var gone = await host.Http.DeleteAsync(new Uri($"/api/v1/customers/{Erased}", UriKind.Relative)))
            {
                gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            }

            await (killed ? host.KillAsync() : host.StopAsync());
        }

        Left(folder).ShouldBeEmpty();
        await using var next = await Host.StartAsync(folder.Path);
        using var unknown = await next.Http.GetAsync(new Uri($"/api/v1/customers/{Erased}", UriKind.Relative));
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await next.MigrationsAsync()).ShouldAllBe(migration => migration.GetProperty("customerId").GetString() != Erased);
        (await next.SegmentsAsync()).GetProperty("customers").GetInt32().ShouldBe(Others);
        PurchaseEvent[] theirs = [.. early.Concat(late).Where(e => e.CustomerId == Erased)];
        (await next.RecordAsync(theirs)).ShouldBe((theirs.Length, 0), "their events are forgotten too");
    }

    /// <summary>What is found of the erased customer in any file, by name of the file and what was found.</summary>
    private static List<string> Left(DataFolder folder)
    {
        var traces = Enumerable.Range(0, 2 * (Others + 1)).Select(number => $"{Erased}-{number}").Prepend(Erased)
            .SelectMany(text => new[] { Encoding.UTF8.GetBytes(text), LittleEndian(text), BigEndian(text) })
            .ToList();
        return [.. from file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
                   let bytes = File.ReadAllBytes(file)
                   from trace in traces
                   where bytes.AsSpan().IndexOf(trace) >= 0
                   select $"{Path.GetFileName(file)}: {Convert.ToHexString(trace)}"];
    }

    /// <summary>As packed states have ids of events and orders.</summary>
    private static byte[] LittleEndian(string text)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, XxHash64.Of(text));
        return bytes;
    }

    /// <summary>As SQLite has integers.</summary>
    private static byte[] BigEndian(string text)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, XxHash64.Of(text));
        return bytes;
    }

    /// <summary>One of everybody. Ids of the erased customer's orders and events bear their name.</summary>
    private List<PurchaseEvent> Purchases(int daysAgo)
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(-daysAgo);
        return [.. Enumerable.Range(0, Others).Select(n => $"C-{n:00}").Prepend(Erased).Select(customer =>
        {
            var id = $"{customer}-{_events++}";
            return new PurchaseEvent(id, PurchaseEventType.Purchase, customer, id, at, 60);
        })];
    }
}
