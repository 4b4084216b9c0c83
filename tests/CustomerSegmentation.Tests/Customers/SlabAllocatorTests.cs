using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Customers;

public class SlabAllocatorTests
{
    [Fact]
    public void Every_run_is_kept_as_it_was_until_it_is_given_up() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var slabs = new SlabAllocator();
            var kept = new Dictionary<int, byte[]>();
            for (var step = 0; step < 3_000; step++)
            {
                if (kept.Count > 0 && random.Next(5) < 2)
                {
                    var place = kept.Keys.ElementAt(random.Next(kept.Count));
                    slabs.Remove(place);
                    kept.Remove(place);
                }
                else
                {
                    var run = new byte[random.Next(random.Next(20) == 0 ? SlabAllocator.Longest + 1 : 400)];
                    random.NextBytes(run);
                    kept.Add(slabs.Put(run), run);
                }
            }

            foreach (var (place, run) in kept)
            {
                slabs[place].SequenceEqual(run).ShouldBeTrue();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Runs_that_all_grow_leave_no_room_behind()
    {
        const int Runs = 20_000;
        var random = new Random(1);
        var slabs = new SlabAllocator();
        var places = new int[Runs];
        for (var i = 0; i < Runs; i++)
        {
            places[i] = slabs.Put(new byte[100]);
        }

        foreach (var length in (int[])[130, 160, 190, 220, 250, 280, 310])
        {
            int[] order = [.. Enumerable.Range(0, Runs)];
            random.Shuffle(order);
            foreach (var i in order)
            {
                slabs.Remove(places[i]);
                places[i] = slabs.Put(new byte[length]);
            }
        }

        // 310 bytes and two for the length in whole sixteens are 320. In between, half of those before were still there.
        slabs.Capacity.ShouldBeInRange(Runs * 320L, Runs * 320L * 2);
    }

    [Fact]
    public void One_who_stays_in_every_chunk_keeps_it_and_its_room_is_used_by_others_of_that_size()
    {
        const int Runs = 10_000;
        var slabs = new SlabAllocator();
        int[] places = [.. Enumerable.Range(0, Runs).Select(_ => slabs.Put(new byte[100]))];
        var full = slabs.Capacity;
        for (var i = 0; i < Runs; i++)
        {
            if (i % 10 > 0)
            {
                slabs.Remove(places[i]);
            }
        }

        for (var i = 0; i < Runs * 9 / 10; i++)
        {
            slabs.Put(new byte[100]);
        }

        slabs.Capacity.ShouldBe(full);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(SlabAllocator.Longest)]
    public void Chunks_are_filled_to_their_end(int length)
    {
        var slabs = new SlabAllocator();
        var run = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var places = Enumerable.Range(0, 5_000).Select(_ => slabs.Put(run)).ToHashSet();

        places.Count.ShouldBe(5_000);
        places.Count(place => slabs[place].SequenceEqual(run)).ShouldBe(5_000);
        var block = (length + 2 + 15) / 16 * 16;
        slabs.Capacity.ShouldBeInRange(5_000L * block, (5_000L * block) + (2 * 32_768));
    }

    [Fact]
    public void A_run_that_is_too_long_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SlabAllocator().Put(new byte[SlabAllocator.Longest + 1]));
}
