using CustomerSegmentation.DashboardTests;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(Shop))]
[assembly: AssemblyFixture(typeof(RetailShop))]
