-- The sample shop: 12 invented makers and what they sell. Runs as the owner in one transaction, any number of times, and changes nothing that
-- is there. A range is one scent, material or tool; its sizes share texts, notes and picture seed. Texts are for shoppers, in Bahasa Indonesia.
select set_config('app.actor', 'seed', true);

create temporary table sample_brands (slug text primary key, name text, city text, founded_year integer, story text);
insert into sample_brands values
('kembang-latri', 'Kembang Latri', 'Surakarta', 2016,
    'Latri berarti malam. Bengkel kecil di belakang Pasar Kembang ini hanya mengerjakan bunga yang mekar sesudah magrib: dipetik sebelum '
    'isya, direndam sebelum subuh, lalu didiamkan empat puluh hari.'),
('wana-dupa', 'Wana Dupa', 'Samarinda', 2009,
    'Bermula dari kebun gaharu budidaya di hulu Mahakam. Satu pohon ditebang ketika empat ditanam, dan setiap botol membawa nomor pohonnya.'),
('rasamala-dago', 'Rasamala Dago', 'Bandung', 2014,
    'Sebuah ruang tamu di Dago atas yang berubah menjadi meja racik. Bahannya kayu, damar, dan udara dingin; labelnya masih dicap tangan satu per satu.'),
('lereng-panderman', 'Lereng Panderman', 'Batu', 2017,
    'Petani jeruk dan teh di kaki Gunung Panderman yang bosan membuang kulit buah. Kini kulitnya diperas dingin pada pagi yang sama dengan panennya.'),
('bandar-pala', 'Bandar Pala', 'Banda Neira', 2011,
    'Rumah rempah di seberang Gunung Api Banda. Pala, fuli, dan cengkihnya dijemur di halaman sendiri, lalu diracik menjadi wewangian yang '
    'hangat dan tidak manis.'),
('garam-timur', 'Garam Timur', 'Kupang', 2018,
    'Meracik pesisir Timor apa adanya: tambak garam, lontar, rumput kering, kayu cendana. Tidak ada biru buatan di dalam botolnya.'),
('dapur-nira', 'Dapur Nira', 'Salatiga', 2019,
    'Dimulai dari dapur gula aren yang wanginya menempel di baju. Semua racikannya menjawab satu pertanyaan: bagaimana wangi manis tanpa menjadi permen?'),
('teras-hujan', 'Teras Hujan', 'Bogor', 2015,
    'Di kota yang hujannya hampir setiap sore, studio ini mencatat bau tanah, daun, dan genting basah dalam buku besar, lalu menirunya tetes demi tetes.'),
('ketel-samarang', 'Ketel Samarang', 'Garut', 1998,
    'Penyuling akar wangi di lereng Samarang dengan tiga ketel tembaga dan satu aturan: api kecil, dua puluh jam, tidak kurang.'),
('peunayong-atsiri', 'Peunayong Atsiri', 'Banda Aceh', 2006,
    'Pengepul nilam Gayo yang akhirnya menyuling sendiri. Minyaknya diperam dua tahun sebelum dijual, sebagian menjadi parfum minyak tanpa alkohol.'),
('neraca-wangi', 'Neraca Wangi', 'Jakarta', 2012,
    'Toko alat racik di Glodok: timbangan, pipet, corong, dan botol yang sudah dicoba di meja sendiri. Yang bocor atau meleset tidak dijual.'),
('pelita-campuhan', 'Pelita Campuhan', 'Ubud', 2013,
    'Di pertemuan dua sungai, lilin dituang, dupa digulung, dan sabun dipotong dengan tangan. Harumnya mengikuti sesajen pagi: bunga, kayu, '
    'dan asap tipis.');

create temporary table sample_ranges (
    range_key text primary key, brand text, name text, category text, family text, concentration text, shape text, seed text,
    top_notes text[], heart_notes text[], base_notes text[], description text
);

create temporary table sample_sizes (
    place integer generated always as identity, range_key text, amount integer, unit text, list_price bigint, weight_grams integer, stock integer,
    summary text, note text
);

-- parfum ---------------------------------------------------------------------------------------------------------------------------------
insert into sample_ranges values
('melati-senja', 'kembang-latri', 'Melati Senja', 'parfum', 'floral', 'EDP', 'flacon', '0523d1',
    '{bergamot,"teh hijau","daun melati"}', '{melati,"bunga jeruk",kenanga}', '{"kayu cendana","kesturi putih"}',
    'Melati yang baru mekar ketika langit berubah jingga, masih dingin dan agak hijau di tangkainya. Setelah setengah jam ia menghangat dan '
    'duduk tenang di atas cendana.'),
('sedap-malam', 'kembang-latri', 'Sedap Malam', 'parfum', 'floral', 'Extrait', 'extrait', '413b90',
    '{"lada merah muda",mandarin}', '{"sedap malam",melati,"ylang-ylang"}', '{benzoin,vanila,"kayu cendana"}',
    'Sedap malam di vas ruang tamu, pukul sebelas, ketika semua lampu sudah mati. Kental, berlemak seperti mentega, dengan sedikit rasa pedas di awal.'),
('kenanga-kamar', 'kembang-latri', 'Kenanga Kamar', 'parfum', 'floral', 'EDP', 'flacon', '7731f3',
    '{"kulit jeruk",kapulaga}', '{kenanga,cempaka,mawar}', '{"kayu manis",nilam,kesturi}',
    'Kenanga kering di laci kebaya, bersama kayu manis yang lupa diangkat. Bunganya kuning dan matang, tidak pernah segar, dan justru '
    'karena itu terasa akrab.'),
('kamboja-halaman', 'kembang-latri', 'Kamboja Halaman', 'parfum', 'floral', 'EDT', 'cologne', '5102e8',
    '{"air kelapa",petitgrain}', '{kamboja,"bunga teratai"}', '{"kayu apung","kesturi putih"}',
    'Kamboja yang jatuh di rumput basah sebelum disapu. Bening, sedikit bersusu, dan selesai dengan kesan kain katun yang baru diangkat dari jemuran.'),
('jeruk-dau', 'lereng-panderman', 'Jeruk Dau', 'parfum', 'citrus', 'EDT', 'cologne', '12a05b',
    '{"jeruk keprok",limau,"daun jeruk"}', '{neroli,jahe}', '{vetiver,"kayu aras"}',
    'Jeruk keprok dikupas dengan ibu jari: minyak kulitnya muncrat lebih dulu, manis buahnya menyusul. Jahe muda menjaga agar segarnya '
    'tidak lekas habis.'),
('purut-pagi', 'lereng-panderman', 'Purut Pagi', 'parfum', 'citrus', 'EDT', 'cologne', '2312a4',
    '{"jeruk purut","daun jeruk purut",serai}', '{kemangi,"teh putih"}', '{vetiver,"lumut ek"}',
    'Daun jeruk purut diremas di bawah keran. Hijau, tajam, hampir pedas, lalu pelan-pelan menjadi teh putih yang sudah dingin.'),
('teh-putih', 'lereng-panderman', 'Teh Putih', 'parfum', 'fresh', 'EDT', 'cologne', '10f217',
    '{"pucuk teh",bergamot}', '{"teh putih","bunga magnolia"}', '{"kayu hinoki",kesturi}',
    'Uap dari cangkir teh yang belum diberi gula, dihirup di teras ketika kabut masih menempel di kebun. Tipis, sedikit kelat, dan sangat bersih.'),
('angin-coban', 'lereng-panderman', 'Angin Coban', 'parfum', 'fresh', 'EDT', 'cologne', '33c0b2',
    '{mint,"jeruk nipis","daun pakis"}', '{lavender,"melati air"}', '{"batu basah","kayu aras"}',
    'Angin yang keluar dari balik air terjun: dingin, basah, berbau pakis dan batu. Daun mintnya dari kebun, bukan dari pasta gigi.'),
('cengkih-kering', 'bandar-pala', 'Cengkih Kering', 'parfum', 'spicy', 'EDP', 'flacon', '15013c',
    '{cengkih,"lada hitam",jeruk}', '{anyelir,pala,"daun salam"}', '{"kayu cendana",tembakau,damar}',
    'Tikar cengkih di jalan kampung, dijemur sampai berderak kalau diinjak. Kering dan hangat, dengan anyelir di tengah yang membuatnya '
    'tetap rapi untuk ke kantor.'),
('fuli', 'bandar-pala', 'Fuli', 'parfum', 'spicy', 'Extrait', 'extrait', '332361',
    '{fuli,safron}', '{pala,"mawar kering",kulit}', '{gaharu,labdanum,"kayu manis"}',
    'Fuli, selaput merah yang membungkus biji pala, lebih halus daripada palanya sendiri. Di sini ia diletakkan di atas kulit dan mawar '
    'kering, pekat seperti tinta.'),
('layar-rempah', 'bandar-pala', 'Layar Rempah', 'parfum', 'spicy', 'EDP', 'flacon', '0451a7',
    '{kapulaga,"lada putih",limau}', '{"bunga lawang",pala,geranium}', '{"kayu kapal",tar,vetiver}',
    'Gudang kapal kayu yang pernah memuat lawang dan pala, lama setelah muatannya diturunkan. Ada tar, ada tali basah, dan rempah yang '
    'tertinggal di sela papan.'),
('gaharu-tunggal', 'wana-dupa', 'Gaharu Tunggal', 'parfum', 'woody', 'Extrait', 'extrait', '12d1e4',
    '{safron,"lada hitam"}', '{gaharu,"mawar damaskus"}', '{"gaharu tua",ambar,"kulit kayu"}',
    'Satu pohon, satu penyulingan, satu angkatan botol. Gaharunya gelap dan bergetah, dengan sisi manis seperti buah kering yang baru '
    'terasa setelah dua jam di kulit.'),
('gaharu-asap', 'wana-dupa', 'Gaharu Asap', 'parfum', 'woody', 'Minyak', 'attar', '4132b9',
    '{"asap dupa",kapulaga}', '{gaharu,kemenyan}', '{"kayu cendana",kesturi}',
    'Minyak tanpa alkohol yang mengingat bara: arang kecil, keping gaharu, dan asap yang naik lurus. Setetes di pergelangan cukup sampai malam.'),
('ulin', 'wana-dupa', 'Ulin', 'parfum', 'woody', 'EDP', 'flacon', '64204f',
    '{"daun sungkai",juniper}', '{"kayu ulin","lada hitam"}', '{vetiver,"tanah gambut",ambar}',
    'Ulin adalah kayu besi; dermaga Mahakam berdiri di atasnya. Wanginya keras, kering, agak logam, lalu melunak menjadi tanah gambut setelah hujan.'),
('cendana-lama', 'rasamala-dago', 'Cendana Lama', 'parfum', 'woody', 'EDP', 'flacon', '3211c8',
    '{kapulaga,"daun ara"}', '{"kayu cendana",iris,"susu hangat"}', '{"cendana tua",benzoin,kesturi}',
    'Peti cendana peninggalan nenek, dibuka setelah bertahun-tahun. Krim dan serbuk gergaji bersamaan, halus sekali, dengan iris yang '
    'membuatnya sedikit berbedak.'),
('kabut-rasamala', 'rasamala-dago', 'Kabut Rasamala', 'parfum', 'woody', 'EDP', 'flacon', '0122f6',
    '{"daun pinus",eukaliptus}', '{rasamala,"lumut pohon"}', '{"kayu aras",damar,vetiver}',
    'Hutan rasamala pukul enam pagi, ketika batangnya masih hitam oleh embun. Hijau di permukaan, balsamik di dalam.'),
('kabut-dago', 'rasamala-dago', 'Kabut Dago', 'parfum', 'fresh', 'EDT', 'cologne', '2241d0',
    '{lavender,"jeruk lemon"}', '{"daun sage",mint,"teh hitam"}', '{"kayu pinus","kesturi putih"}',
    'Lavender kebun dan jendela yang dibuka terlalu pagi. Dingin di hidung, lalu ada teh hitam yang baru dituang.'),
('kertas-lawas', 'rasamala-dago', 'Kertas Lawas', 'parfum', 'gourmand', 'EDP', 'flacon', '10c25d',
    '{almon,"kulit jeruk"}', '{kertas,heliotrop,"daun tembakau"}', '{vanila,"kayu ek",kulit}',
    'Halaman buku tua mengeluarkan vanila dari kayunya sendiri. Ditambah lem, debu rak, dan sejumput tembakau di jaket pemilik tokonya.'),
('ladang-garam', 'garam-timur', 'Ladang Garam', 'parfum', 'aquatic', 'EDT', 'cologne', '20025e',
    '{"garam laut","jeruk bali"}', '{"rumput laut","bunga bakung"}', '{"kayu apung",ambar}',
    'Tambak garam pada siang hari: putih, rata, menyilaukan. Asinnya kering seperti kulit sesudah berenang, tanpa semangka dan tanpa sabun.'),
('surut', 'garam-timur', 'Surut', 'parfum', 'aquatic', 'EDP', 'flacon', '87130a',
    '{"air laut","daun mangrove"}', '{"lumut karang",lavender,adas}', '{vetiver,"batu karang",ambar}',
    'Laut yang mundur dan meninggalkan karang, rumput laut, dan kolam-kolam kecil yang hangat. Lebih mineral daripada segar; yang suka bau '
    'dermaga akan mengerti.'),
('lontar', 'garam-timur', 'Lontar', 'parfum', 'gourmand', 'EDP', 'flacon', '3543b1',
    '{"nira lontar",limau}', '{"gula lontar","daun kering"}', '{"garam laut","kayu cendana"}',
    'Gula lontar dimasak di tepi pantai: karamel, asap daun kering, dan angin asin yang ikut masuk ke wajan.'),
('gula-aren', 'dapur-nira', 'Gula Aren', 'parfum', 'gourmand', 'EDP', 'flacon', '3603a2',
    '{nira,"jeruk mandarin"}', '{"gula aren","daun pandan"}', '{vanila,"kayu bakar",tonka}',
    'Nira yang baru mengental, diaduk dengan kayu, sedikit gosong di tepi wajan. Manisnya cokelat dan berasap, jauh dari gulali.'),
('kopi-tubruk', 'dapur-nira', 'Kopi Tubruk', 'parfum', 'gourmand', 'EDP', 'flacon', '01213e',
    '{"biji kopi",kapulaga}', '{"kopi tubruk","kayu manis"}', '{"gula jawa",cokelat,"kayu bakar"}',
    'Gelas belimbing, ampas yang belum turun, sendok yang masih berputar. Pahitnya benar-benar kopi; gula jawanya hanya lewat.'),
('klepon', 'dapur-nira', 'Klepon', 'parfum', 'gourmand', 'EDP', 'flacon', 'b35276',
    '{"daun pandan","kelapa parut"}', '{"tepung beras","gula merah"}', '{vanila,"kesturi putih"}',
    'Hijau pandan di luar, gula merah yang meletus di dalam, kelapa parut di jari. Ringan dan sedikit asin, seperti jajanan aslinya.'),
('hujan-pertama', 'teras-hujan', 'Hujan Pertama', 'parfum', 'green', 'EDP', 'flacon', '1704d9',
    '{"tanah kering","daun jambu"}', '{"tanah basah",pakis,"bunga rumput"}', '{vetiver,"lumut pohon",genting}',
    'Sepuluh menit pertama hujan pertama setelah kemarau, ketika debu jalan berubah menjadi wangi. Tanahnya nyata, diambil dari suling genting liat.'),
('pandan-basah', 'teras-hujan', 'Pandan Basah', 'parfum', 'green', 'EDT', 'cologne', '0133c5',
    '{"daun pandan",mentimun}', '{pandan,"padi muda"}', '{"kesturi putih","kayu bambu"}',
    'Pandan yang dipotong di kebun, bukan di dapur: getah, air, dan nasi yang baru matang dari rumah sebelah.'),
('rumah-kaca', 'teras-hujan', 'Rumah Kaca', 'parfum', 'green', 'EDP', 'flacon', '220387',
    '{"daun tomat","daun mint"}', '{"daun nilam",begonia,geranium}', '{"tanah pot","lumut ek"}',
    'Udara lembap di antara pot-pot, kaca yang berembun, daun tomat yang tersenggol lengan. Hijau tua, hampir bisa dipegang.'),
('lumut', 'teras-hujan', 'Lumut', 'parfum', 'green', 'Extrait', 'extrait', '512149',
    '{"daun basah",galbanum}', '{"lumut pohon",pakis,iris}', '{nilam,"kayu lapuk",ambar}',
    'Sisi utara pohon besar di kebun raya, tempat matahari tidak pernah sampai. Gelap, dingin, dan lembut seperti beludru.'),
('nilam-gayo', 'peunayong-atsiri', 'Nilam Gayo', 'parfum', 'woody', 'Minyak', 'attar', '21f302',
    '{"daun nilam",kapur}', '{"nilam peram",cokelat}', '{"kayu cendana",ambar}',
    'Nilam dataran tinggi yang diperam dua tahun sampai tajamnya hilang. Yang tersisa tanah, kakao, dan kayu yang halus.'),
('serambi', 'peunayong-atsiri', 'Serambi', 'parfum', 'spicy', 'Minyak', 'attar', '0023ea',
    '{safron,kapulaga}', '{"mawar merah",kopi}', '{gaharu,nilam,kesturi}',
    'Serambi masjid sesudah salat Jumat: mawar, safron, dan kopi dari warung seberang. Hangat tanpa berat.'),
('akar-hujan', 'ketel-samarang', 'Akar Hujan', 'parfum', 'woody', 'EDP', 'flacon', '27f015',
    '{"jeruk bali","rumput basah"}', '{"akar wangi",geranium}', '{"akar wangi bakar","tanah vulkanik"}',
    'Akar wangi dari tanah abu vulkanik, dicabut setelah hujan dan langsung disuling. Berasap di awal, lalu bersih seperti papan yang baru diserut.'),
('canang', 'pelita-campuhan', 'Canang', 'parfum', 'floral', 'Minyak', 'attar', '53e03f',
    '{"daun pisang",limau}', '{kamboja,"bunga pacar air",cempaka}', '{cendana,"asap dupa"}',
    'Sesajen pagi di ambang pintu: bunga empat warna di atas janur, sebatang dupa, sedikit nasi. Semuanya ada, dalam ukuran kecil.');

insert into sample_sizes (range_key, amount, unit, list_price, weight_grams, stock, summary, note) values
('melati-senja', 50, 'ml', 245000, 245, 500,
    'Melati yang mekar saat langit jingga, duduk tenang di atas cendana.', 'Botol utama, cukup untuk setengah tahun pemakaian harian.'),
('melati-senja', 30, 'ml', 165000, 165, 240, 'Melati dingin di awal, cendana hangat di ujung, dalam botol 30 ml.', 'Ukuran sedang yang pas untuk meja kantor.'),
('melati-senja', 10, 'ml', 69000, 65, 180,
    'Senja di saku: melati, teh hijau, dan cendana dalam 10 ml.', 'Muat di saku kemeja, dan jalan termurah untuk mencobanya di kulitmu sendiri.'),
('sedap-malam', 50, 'ml', 425000, 260, 38,
    'Sedap malam pukul sebelas: kental, bermentega, sedikit pedas.', 'Botol besar dengan sumbat gelas yang diasah pas untuk lehernya.'),
('sedap-malam', 30, 'ml', 289000, 180, 64,
    'Ekstrak sedap malam 30 ml; dua tetes di leher sudah cukup.', 'Oleskan, jangan semprotkan; ia bertahan sampai bangun tidur.'),
('kenanga-kamar', 30, 'ml', 175000, 165, 72, 'Kenanga kering dan kayu manis di laci kebaya.', 'Paling terasa di kain, jadi semprotkan juga pada selendang.'),
('kamboja-halaman', 100, 'ml', 279000, 390, 95,
    'Kamboja jatuh di rumput basah, bening dan sedikit bersusu.', 'Seratus mililiter supaya kamu boleh boros sesudah mandi.'),
('kamboja-halaman', 30, 'ml', 119000, 165, 130, 'Kamboja, air kelapa, dan katun jemuran dalam 30 ml.', 'Ringan, jadi bawalah untuk mengulang pada siang hari.'),
('jeruk-dau', 100, 'ml', 259000, 385, 110, 'Jeruk keprok dikupas dengan ibu jari, ditemani jahe muda.', 'Simpan di kulkas dan semprotkan dingin ketika terik.'),
('jeruk-dau', 30, 'ml', 109000, 160, 160, 'Minyak kulit jeruk keprok dan jahe, seterang pagi di Dau.', 'Bertahan sekitar tiga jam; begitulah jeruk.'),
('purut-pagi', 50, 'ml', 189000, 240, 84,
    'Daun jeruk purut diremas di bawah keran, lalu teh putih.', 'Simpan di tempat teduh; hijaunya menguning kalau terkena matahari.'),
('purut-pagi', 30, 'ml', 129000, 160, 120, 'Purut, serai, dan kemangi: hijau, tajam, membangunkan.', 'Dua semprotan di tengkuk sebelum naik motor.'),
('purut-pagi', 10, 'ml', 55000, 60, 200, 'Purut 10 ml untuk tas, kereta, dan rapat sesudah makan siang.', 'Penyemprotnya bisa dikunci, aman di dalam tas.'),
('teh-putih', 50, 'ml', 199000, 240, 66,
    'Uap teh tanpa gula, dihirup di teras yang berkabut.', 'Cocok untuk yang bekerja di ruangan sempit bersama orang lain.'),
('angin-coban', 50, 'ml', 185000, 240, 77,
    'Pakis, mint kebun, dan batu basah di balik air terjun.', 'Paling enak pada udara panas dan kulit yang masih lembap.'),
('angin-coban', 30, 'ml', 125000, 160, 9, 'Napas dingin air terjun dalam botol 30 ml.', 'Ukuran untuk ransel.'),
('cengkih-kering', 50, 'ml', 265000, 245, 58, 'Cengkih dijemur sampai berderak, anyelir yang rapi di tengah.', 'Botol penuh untuk satu musim hujan.'),
('cengkih-kering', 30, 'ml', 179000, 165, 83, 'Hangat kering cengkih dan pala, siap dipakai ke kantor.', 'Satu semprotan di bawah kemeja sudah terbaca.'),
('cengkih-kering', 10, 'ml', 75000, 65, 140, 'Cengkih 10 ml: sepotong siang di kampung rempah.', 'Coba dulu di sini kalau kamu ragu pada rempah.'),
('fuli', 30, 'ml', 465000, 185, 17, 'Selaput merah pala di atas kulit dan mawar kering.', 'Dibuat sekali setahun, sesudah panen raya pala.'),
('layar-rempah', 100, 'ml', 429000, 400, 26, 'Gudang kapal kayu, lama setelah rempahnya diturunkan.', 'Botol besar untuk yang sudah yakin.'),
('layar-rempah', 50, 'ml', 275000, 250, 44, 'Lawang, tar, dan tali basah di sela papan kapal.', 'Mulailah dengan satu semprotan; ia berjalan jauh.'),
('gaharu-tunggal', 30, 'ml', 1250000, 210, 1,
    'Satu pohon gaharu, satu penyulingan, satu angkatan botol.', 'Angkatannya hanya empat puluh delapan botol, masing-masing bernomor.'),
('gaharu-asap', 10, 'ml', 480000, 75, 21, 'Minyak gaharu yang mengingat bara, tanpa alkohol.', 'Botol sepuluh mililiter dengan tongkat gelas di sumbatnya.'),
('ulin', 50, 'ml', 335000, 255, 33, 'Kayu besi dermaga Mahakam: keras, kering, agak logam.', 'Bertahan seharian di kain tebal.'),
('cendana-lama', 50, 'ml', 315000, 250, 0,
    'Peti cendana nenek, dibuka setelah bertahun-tahun.', 'Setiap angkatan menunggu kayu yang cukup tua, jadi tidak selalu ada.'),
('cendana-lama', 30, 'ml', 215000, 170, 12,
    'Cendana krim dan serbuk gergaji, halus dengan sedikit iris.', 'Dituang dari tong yang sama dengan botol besarnya.'),
('kabut-rasamala', 50, 'ml', 255000, 245, 49, 'Hutan rasamala pukul enam pagi, hijau lalu balsamik.', 'Tiap botol diberi cap tanggal racik.'),
('kabut-dago', 50, 'ml', 195000, 240, 91, 'Lavender kebun dan jendela yang dibuka terlalu pagi.', 'Enak juga di sarung bantal.'),
('kabut-dago', 30, 'ml', 135000, 160, 115, 'Lavender, sage, dan teh hitam untuk pagi yang pelan.', 'Ukuran untuk dibawa menginap.'),
('kertas-lawas', 50, 'ml', 285000, 245, 5,
    'Vanila dari kertas tua, lem, debu rak, sejumput tembakau.', 'Diracik sedikit-sedikit, sekitar lima puluh botol tiap kali.'),
('ladang-garam', 100, 'ml', 299000, 390, 70, 'Tambak garam siang hari: putih, rata, kering.', 'Botol tinggi untuk rak kamar mandi.'),
('ladang-garam', 50, 'ml', 199000, 240, 88, 'Asin kering seperti kulit sesudah berenang.', 'Takaran untuk satu kemarau.'),
('ladang-garam', 30, 'ml', 139000, 160, 104, 'Garam laut dan kayu apung dalam botol kecil pesisir.', 'Cukup kecil untuk ikut ke pantai.'),
('surut', 50, 'ml', 249000, 245, 31, 'Laut mundur, karang hangat, rumput laut di sela batu.', 'Dipakai di dada, bukan di tangan, supaya mineralnya bertahan.'),
('surut', 30, 'ml', 169000, 165, 46, 'Mineral, mangrove, dan adas: wangi dermaga yang sepi.', 'Ukuran tengah untuk pemakaian akhir pekan.'),
('surut', 10, 'ml', 72000, 65, 3, 'Sepuluh mililiter air surut untuk berkenalan.', 'Pakailah dua hari berturut-turut sebelum memutuskan.'),
('lontar', 50, 'ml', 259000, 245, 52, 'Gula lontar dimasak di tepi pantai yang berangin.', 'Manis yang masih bisa dipakai pada siang hari.'),
('gula-aren', 50, 'ml', 239000, 245, 126, 'Nira mengental di wajan, sedikit gosong di tepinya.', 'Paling nyaman di baju hangat atau syal.'),
('gula-aren', 30, 'ml', 159000, 165, 150, 'Karamel berasap dan pandan, jauh dari gulali.', 'Dua semprotan cukup untuk satu malam.'),
('gula-aren', 10, 'ml', 65000, 65, 220, 'Gula aren seukuran jempol, untuk tas kecil.', 'Cukup kecil untuk dibagi bertiga dengan saudara.'),
('kopi-tubruk', 50, 'ml', 245000, 245, 98, 'Ampas belum turun, sendok masih berputar.', 'Tahan di kain sampai keesokan harinya.'),
('kopi-tubruk', 30, 'ml', 165000, 165, 8, 'Kopi hitam, kayu manis, gula jawa yang hanya lewat.', 'Untuk yang ingin wangi warung tanpa bau rokok.'),
('klepon', 30, 'ml', 155000, 160, 61, 'Pandan di luar, gula merah meletus di dalam, kelapa di jari.', 'Semprotkan di rambut yang kering.'),
('hujan-pertama', 50, 'ml', 269000, 245, 140, 'Debu jalan yang berubah wangi pada hujan pertama.', 'Semprotkan pada syal, lalu keluar ke udara panas.'),
('hujan-pertama', 30, 'ml', 179000, 165, 175, 'Tanah kering, lalu basah: sepuluh menit dalam 30 ml.', 'Ukuran yang pas untuk musim pancaroba.'),
('hujan-pertama', 10, 'ml', 75000, 65, 260, 'Hujan kecil untuk dibawa ketika kemarau terlalu lama.', 'Pakailah di lengan dalam, lalu tunggu lima menit.'),
('pandan-basah', 50, 'ml', 185000, 240, 57, 'Pandan kebun, padi muda, nasi dari rumah sebelah.', 'Lembut sekali; ulangi sesudah makan siang.'),
('pandan-basah', 30, 'ml', 125000, 160, 0, 'Getah pandan dan mentimun, ringan seperti air.', 'Diracik hanya ketika pandannya sedang muda.'),
('rumah-kaca', 50, 'ml', 265000, 245, 29, 'Kaca berembun, pot tanah, daun tomat yang tersenggol.', 'Berubah pelan dari hijau ke tanah selama enam jam.'),
('lumut', 30, 'ml', 395000, 180, 14,
    'Sisi pohon yang tidak kena matahari, lembut seperti beludru.', 'Warnanya bisa menodai kain putih, jadi oleskan di kulit.'),
('nilam-gayo', 30, 'ml', 320000, 150, 24, 'Nilam dua tahun peram: tanah, kakao, kayu halus.', 'Botol tiga puluh mililiter untuk pemakai lama.'),
('nilam-gayo', 10, 'ml', 125000, 70, 68, 'Nilam peram dalam vial kecil bersumbat gelas.', 'Satu oles di belakang telinga bertahan sampai petang.'),
('serambi', 10, 'ml', 145000, 70, 42, 'Mawar, safron, dan kopi di serambi sesudah Jumat.', 'Minyak tanpa alkohol; satu oles bertahan sampai magrib.'),
('akar-hujan', 50, 'ml', 275000, 245, 36,
    'Akar wangi vulkanik: berasap, lalu sebersih papan serut.', 'Akarnya dari ladang yang sama dengan minyak murni kami.'),
('canang', 10, 'ml', 110000, 70, 75, 'Sesajen pagi: kamboja, janur, dan sebatang dupa.', 'Oleskan pada nadi sebelum berangkat.');

-- raw-material ---------------------------------------------------------------------------------------------------------------------------
insert into sample_ranges values
('minyak-nilam', 'peunayong-atsiri', 'Minyak Nilam', 'raw-material', 'green', null, 'amber', '2003a1', '{}', '{"daun nilam"}', '{tanah,kamper,kakao}',
    'Suling uap daun nilam Gayo kering, kadar patchouli alkohol 32–34 persen, warna cokelat jernih. Dipakai sebagai pengikat di dasar racikan.'),
('minyak-akar-wangi', 'ketel-samarang', 'Minyak Akar Wangi', 'raw-material', 'woody', null, 'amber', '2001b6',
    '{}', '{"akar wangi"}', '{asap,"tanah basah","kayu kering"}',
    'Akar umur empat belas bulan, disuling dua puluh jam dengan api kecil. Kental, kuning tua, berasap halus; larut penuh dalam alkohol 90 persen.'),
('minyak-sereh-wangi', 'ketel-samarang', 'Minyak Sereh Wangi', 'raw-material', 'green', null, 'amber', '0003c2',
    '{serai,"kulit lemon"}', '{mawar}', '{rumput}',
    'Sereh wangi tipe Jawa dengan sitronelal di atas 35 persen. Untuk sabun, lilin, dan nada atas yang murah hati.'),
('minyak-daun-cengkih', 'bandar-pala', 'Minyak Daun Cengkih', 'raw-material', 'spicy', null, 'amber', '1002d5',
    '{cengkih}', '{rempah}', '{kayu,asap}',
    'Disuling dari daun gugur, bukan kuncup, jadi lebih kering dan lebih terjangkau. Eugenolnya kuat: mulai dari setengah persen, dan '
    'encerkan sebelum menyentuh kulit.'),
('minyak-pala', 'bandar-pala', 'Minyak Pala', 'raw-material', 'spicy', null, 'dropper', '3103e7', '{pala,lada}', '{kapulaga}', '{kayu}',
    'Biji pala Banda yang digiling kasar lalu disuling pelan. Segar dan pedas di awal, berbubuk di akhir; menyambung jeruk dengan kayu.'),
('minyak-kenanga', 'ketel-samarang', 'Minyak Kenanga', 'raw-material', 'floral', null, 'dropper', '3200f8',
    '{}', '{kenanga,"ylang-ylang"}', '{krim,balsam}',
    'Bunga kenanga kuning dari pekarangan Blitar, disuling pada hari petik. Lebih berat dan lebih hijau daripada ylang-ylang.'),
('minyak-cendana', 'garam-timur', 'Minyak Cendana Timor', 'raw-material', 'woody', null, 'dropper', '0011a9',
    '{}', '{cendana}', '{susu,"kayu halus"}',
    'Teras cendana Timor dari kebun rakyat berizin, santalol di atas 85 persen. Pengikat yang lembut, hampir tanpa bau pada menit pertama.'),
('absolut-melati', 'kembang-latri', 'Absolut Melati', 'raw-material', 'floral', null, 'dropper', '0222ba', '{}', '{melati}', '{madu,teh}',
    'Ribuan kuntum untuk satu mililiter. Pekat, jingga tua, seperti madu; encerkan sampai sepuluh persen supaya bunganya terbuka.'),
('minyak-jeruk-purut', 'lereng-panderman', 'Minyak Jeruk Purut', 'raw-material', 'citrus', null, 'dropper', '2103cb',
    '{"jeruk purut","daun jeruk"}', '{}', '{hijau}',
    'Perasan dingin kulit purut dicampur sulingan daunnya. Menguap cepat, jadi letakkan di puncak racikan; simpan gelap.'),
('minyak-jahe-merah', 'ketel-samarang', 'Minyak Jahe Merah', 'raw-material', 'spicy', null, 'dropper', '0231dc', '{jahe,lemon}', '{lada}', '{kayu}',
    'Rimpang jahe merah segar, bukan kering, sehingga pedasnya masih berair. Mengangkat jeruk dan meringankan bunga yang berat.'),
('tinktur-vanila', 'dapur-nira', 'Tinktur Vanila', 'raw-material', 'gourmand', null, 'dropper', '1101ed', '{}', '{vanila}', '{rum,"kayu manis"}',
    'Polong vanila dibelah dan direndam enam bulan dalam alkohol tebu. Cokelat, hangat, dan tidak semanis vanilin.'),
('tinktur-kopi', 'dapur-nira', 'Tinktur Kopi', 'raw-material', 'gourmand', null, 'dropper', '0012fe', '{kopi}', '{kakao}', '{asap}',
    'Robusta Temanggung sangrai gelap, direndam dingin tiga minggu lalu disaring dua kali. Pahitnya utuh, ampasnya tidak ada.'),
('keping-gaharu', 'wana-dupa', 'Keping Gaharu', 'raw-material', 'woody', null, 'jar', '1001a0', '{}', '{gaharu}', '{damar,madu}',
    'Serpih gaharu budidaya kelas sedang, cukup bergetah untuk dibakar maupun direndam. Setiap stoples ditimbang kering.'),
('kemenyan-tapanuli', 'peunayong-atsiri', 'Kemenyan Tapanuli', 'raw-material', 'spicy', null, 'jar', '0003b1', '{}', '{kemenyan}', '{vanila,balsam}',
    'Getah benzoin Sumatra dalam bongkah, abu-abu di luar dan putih susu di dalam. Larutkan hangat dalam alkohol untuk pengikat bernada vanila.'),
('lilin-lebah', 'pelita-campuhan', 'Lilin Lebah', 'raw-material', 'gourmand', null, 'jar', '3002c3', '{}', '{madu}', '{lilin,jerami}',
    'Lilin lebah hutan yang disaring kain tiga kali, masih kuning dan berbau madu. Dasar parfum padat dan balsem.'),
('melati-kering', 'kembang-latri', 'Melati Kering', 'raw-material', 'floral', null, 'pouch', '0002d4', '{}', '{melati,teh}', '{jerami}',
    'Kuntum melati diangin-anginkan di tampah, tidak dijemur, supaya tetap pucat. Untuk rendaman, kantong lemari, atau teh.'),
('cengkih-utuh', 'bandar-pala', 'Cengkih Utuh', 'raw-material', 'spicy', null, 'pouch', '1001e5', '{cengkih}', '{}', '{kayu}',
    'Kuncup cengkih Banda yang masih berkepala, tenggelam tegak kalau ditaruh di air: tanda minyaknya penuh.'),
('kayu-manis-batang', 'bandar-pala', 'Kayu Manis Batang', 'raw-material', 'spicy', null, 'pouch', '2002f6', '{}', '{"kayu manis"}', '{manis,kering}',
    'Gulungan kulit kayu manis tipis, dipotong sejengkal dan diikat sepuluh. Patahkan sesaat sebelum direndam.'),
('akar-wangi-kering', 'ketel-samarang', 'Akar Wangi Kering', 'raw-material', 'woody', null, 'pouch', '200217', '{}', '{"akar wangi"}', '{tanah}',
    'Akar yang sudah dicuci tiga air dan dikeringkan teduh. Selipkan di lemari, anyam, atau rendam dalam alkohol selama sebulan.'),
('alkohol-tebu', 'neraca-wangi', 'Alkohol Tebu 96%', 'raw-material', null, null, 'amber', '000228', '{}', '{}', '{}',
    'Etanol tebu kelas kosmetik, hampir tidak berbau, sudah didenaturasi. Mudah terbakar: dikirim lewat darat dan disimpan jauh dari api.'),
('minyak-kelapa-fraksinasi', 'neraca-wangi', 'Minyak Kelapa Fraksinasi', 'raw-material', null, null, 'amber', '000139', '{}', '{}', '{}',
    'Minyak kelapa yang tetap cair di lemari pendingin, tanpa warna dan tanpa bau. Pelarut untuk parfum minyak yang tidak lengket.');

insert into sample_sizes (range_key, amount, unit, list_price, weight_grams, stock, summary, note) values
('minyak-nilam', 100, 'ml', 385000, 260, 40, 'Minyak nilam Gayo, patchouli alkohol 32–34 persen.', 'Kemasan bengkel, lengkap dengan lembar uji angkatannya.'),
('minyak-nilam', 30, 'ml', 135000, 120, 85, 'Nilam cokelat jernih untuk pengikat racikan kecil.', 'Tiga puluh mililiter cukup untuk puluhan percobaan.'),
('minyak-akar-wangi', 30, 'ml', 245000, 120, 34, 'Akar wangi Garut, dua puluh jam di atas api kecil.', 'Botol baku untuk peracik yang sudah hafal takarannya.'),
('minyak-akar-wangi', 10, 'ml', 95000, 70, 60, 'Akar wangi 10 ml: kental, kuning tua, berasap halus.', 'Ukuran coba sebelum membeli botol bengkel.'),
('minyak-sereh-wangi', 100, 'ml', 98000, 255, 130, 'Sereh wangi tipe Jawa untuk sabun, lilin, dan nada atas.', 'Hemat untuk angkatan sabun yang besar.'),
('minyak-daun-cengkih', 50, 'ml', 89000, 160, 76, 'Daun cengkih gugur, kering dan kuat; pakai sedikit.', 'Pakai sarung tangan ketika menuang.'),
('minyak-pala', 30, 'ml', 165000, 120, 43, 'Pala Banda: segar pedas di awal, berbubuk di akhir.', 'Pipet tetesnya sudah termasuk.'),
('minyak-kenanga', 10, 'ml', 149000, 70, 27, 'Kenanga Blitar sehari petik, berat dan hijau.', 'Encerkan sepuluh persen untuk menilainya di kertas uji.'),
('minyak-cendana', 5, 'ml', 375000, 55, 11, 'Cendana Timor berizin, pengikat yang hampir diam.', 'Setiap botol disertai salinan surat asal kayunya.'),
('absolut-melati', 5, 'ml', 520000, 55, 6, 'Ribuan kuntum melati dalam lima mililiter jingga tua.', 'Dikirim dalam tabung tahan benturan.'),
('minyak-jeruk-purut', 30, 'ml', 115000, 120, 52, 'Kulit dan daun purut, perasan dingin, cepat menguap.', 'Habiskan dalam satu tahun setelah dibuka.'),
('minyak-jahe-merah', 30, 'ml', 175000, 120, 2, 'Jahe merah segar yang pedasnya masih berair.', 'Satu kuintal rimpang hanya memberi beberapa botol.'),
('tinktur-vanila', 50, 'ml', 145000, 165, 48, 'Polong vanila enam bulan dalam alkohol tebu.', 'Sebatang polong ditinggalkan di dalam botol.'),
('tinktur-kopi', 50, 'ml', 85000, 165, 63, 'Robusta sangrai gelap, rendam dingin tiga minggu.', 'Kocok dulu; minyaknya suka naik ke atas.'),
('keping-gaharu', 25, 'g', 295000, 130, 19, 'Serpih gaharu budidaya untuk bara atau rendaman.', 'Dua puluh lima gram kira-kira empat puluh kali bakar.'),
('kemenyan-tapanuli', 100, 'g', 125000, 240, 55, 'Bongkah kemenyan dengan hati putih susu.', 'Stoples gabusnya bisa dipakai lagi.'),
('lilin-lebah', 100, 'g', 68000, 230, 90, 'Lilin lebah kuning, masih berbau madu.', 'Satu bagian lilin untuk tiga bagian minyak sudah cukup padat.'),
('melati-kering', 50, 'g', 59000, 80, 70, 'Kuntum melati pucat, diangin-anginkan di tampah.', 'Kantong kertasnya berlapis, tutup rapat setelah dibuka.'),
('cengkih-utuh', 100, 'g', 42000, 125, 310, 'Kuncup cengkih berkepala yang tenggelam tegak.', 'Panen terakhir, kurang dari enam bulan.'),
('kayu-manis-batang', 100, 'g', 35000, 130, 280, 'Gulungan kayu manis sejengkal, diikat sepuluh.', 'Juga pantas dipajang di mangkuk.'),
('akar-wangi-kering', 250, 'g', 65000, 290, 115, 'Akar wangi teduh kering untuk lemari atau rendaman.', 'Harumnya kembali setiap kali diperciki air.'),
('alkohol-tebu', 500, 'ml', 79000, 520, 450, 'Pelarut parfum dari tebu, hampir tanpa bau.', 'Setengah liter cukup untuk sepuluh botol 50 ml.'),
('minyak-kelapa-fraksinasi', 250, 'ml', 62000, 300, 205,
    'Pelarut cair dan bening untuk parfum minyak.', 'Tutupnya berleher kecil supaya menuang tidak menetes.');

-- tools and lainnya ----------------------------------------------------------------------------------------------------------------------
insert into sample_ranges values
('timbangan-saku', 'neraca-wangi', 'Timbangan Saku 0,01 g', 'tools', null, null, 'scale', '000015', '{}', '{}', '{}',
    'Membaca sampai seperseratus gram, kapasitas 200 gram, dengan anak timbang 50 gram untuk kalibrasi. Menimbang lebih teliti daripada '
    'menghitung tetes.'),
('neraca-dua-lengan', 'neraca-wangi', 'Neraca Dua Lengan', 'tools', null, null, 'balance', '000126', '{}', '{}', '{}',
    'Neraca kuningan untuk meja pajang yang sungguh-sungguh bekerja, teliti sampai setengah gram. Lengan dan piringnya bisa dilepas untuk dipoles.'),
('pipet-tetes', 'neraca-wangi', 'Pipet Tetes 3 ml, isi 20', 'tools', null, null, 'pipette', '000237', '{}', '{}', '{}',
    'Pipet plastik lunak dengan garis setengah mililiter. Satu pipet untuk satu bahan, supaya racikan tidak saling menodai.'),
('pipet-kaca', 'neraca-wangi', 'Pipet Kaca Berskala', 'tools', null, null, 'pipette', '000048', '{}', '{}', '{}',
    'Tiga pipet kaca 1 ml dengan bola karet yang bisa diganti. Tahan alkohol dan minyak sitrus yang melunakkan plastik.'),
('gelas-beker', 'neraca-wangi', 'Gelas Beker', 'tools', null, null, 'beaker', '000159', '{}', '{}', '{}',
    'Kaca borosilikat dengan bibir tuang yang tidak menetes ke samping. Angkanya dibakar ke dalam kaca, tidak hilang dicuci.'),
('corong-mini', 'neraca-wangi', 'Corong Mini Kaca', 'tools', null, null, 'funnel', '00026a', '{}', '{}', '{}',
    'Leher 6 milimeter masuk ke botol 10 ml sekalipun. Sirip kecil di luarnya memberi jalan bagi udara, jadi cairan tidak tersedak.'),
('kertas-uji', 'neraca-wangi', 'Kertas Uji Aroma, isi 100', 'tools', null, null, 'strips', '00037b', '{}', '{}', '{}',
    'Kertas hisap tebal tanpa pemutih, ujungnya runcing supaya masuk ke leher botol. Ada ruang untuk menulis nama dan jam.'),
('botol-semprot', 'neraca-wangi', 'Botol Semprot Kosong', 'tools', null, null, 'atomiser', '00018c', '{}', '{}', '{}',
    'Kaca tebal dengan penyemprot kabut halus yang bisa diputar lepas, jadi botolnya dapat diisi ulang bertahun-tahun.'),
('botol-amber', 'neraca-wangi', 'Botol Amber Kosong, isi 6', 'tools', null, null, 'amber', '00029d', '{}', '{}', '{}',
    'Enam botol cokelat bertutup ulir untuk bahan yang takut cahaya. Label kosongnya bisa ditulisi pensil.'),
('suling-tembaga', 'neraca-wangi', 'Suling Tembaga 2 Liter', 'tools', null, null, 'still', '0000ae', '{}', '{}', '{}',
    'Ketel, leher angsa, dan labu penampung untuk menyuling bunga pekarangan di kompor rumah. Sambungannya pas tanpa lem, cukup ditutup adonan tepung.'),
('lilin-kamboja', 'pelita-campuhan', 'Lilin Kamboja', 'lainnya', 'floral', null, 'candle', '1001b5', '{}', '{kamboja,"daun pisang"}', '{cendana}',
    'Lilin kedelai yang dituang dua kali supaya permukaannya rata. Menyala empat puluh jam, harumnya sampai ke kamar sebelah.'),
('lilin-wajan-gula', 'dapur-nira', 'Lilin Wajan Gula', 'lainnya', 'gourmand', null, 'candle', '3002c6',
    '{}', '{"gula aren",pandan}', '{"kayu bakar"}',
    'Dapur gula di dalam gelas: karamel, pandan, sedikit asap kayu. Sumbunya kapas, potong setengah sentimeter sebelum dinyalakan lagi.'),
('difuser-teh-sore', 'lereng-panderman', 'Difuser Teh Sore', 'lainnya', 'fresh', null, 'diffuser', '1002d7', '{bergamot}', '{"teh hitam"}', '{kayu}',
    'Tujuh batang rotan menarik wangi teh dan bergamot ke ruang tamu. Balik batangnya seminggu sekali; sebotol habis dalam dua bulan.'),
('difuser-bambu', 'teras-hujan', 'Difuser Bambu Hujan', 'lainnya', 'green', null, 'diffuser', '3103e9', '{"daun bambu"}', '{hujan}', '{lumut}',
    'Untuk ruangan tanpa jendela: daun bambu, genting basah, lumut. Tidak manis, jadi tidak membuat pening.'),
('dupa-cendana', 'pelita-campuhan', 'Dupa Cendana, isi 40', 'lainnya', 'woody', null, 'incense', '0003f0', '{}', '{cendana}', '{asap}',
    'Digulung tangan pada bilah bambu, kering angin empat hari. Asapnya tipis dan satu batang menyala tiga perempat jam.'),
('dupa-cempaka', 'pelita-campuhan', 'Dupa Cempaka, isi 40', 'lainnya', 'floral', null, 'incense', '200011', '{}', '{cempaka,mawar}', '{damar}',
    'Cempaka kuning dan damar putih, lebih lembut daripada dupa pasar. Abunya jatuh utuh, mudah dibersihkan.'),
('sabun-kopi', 'pelita-campuhan', 'Sabun Kopi Lulur', 'lainnya', 'gourmand', null, 'soap', '000122', '{}', '{kopi}', '{kakao}',
    'Ampas kopi halus di dalam sabun minyak kelapa, diperam enam minggu. Menggosok tanpa menggores, dan bau dapur hilang dari tangan.'),
('sabun-purut', 'lereng-panderman', 'Sabun Jeruk Purut', 'lainnya', 'citrus', null, 'soap', '200133', '{"jeruk purut"}', '{serai}', '{}',
    'Parutan kulit purut terlihat sebagai bintik hijau di potongannya. Busanya sedikit, bersihnya sampai ke siku.'),
('set-jelajah', 'bandar-pala', 'Set Jelajah Rempah', 'lainnya', 'spicy', null, 'samples', '000244', '{cengkih}', '{pala,lawang}', '{"kayu manis"}',
    'Lima tabung contoh 2 ml dalam rak kayu: cengkih, fuli, layar, pala muda, dan satu racikan yang belum bernama. Pakai satu tabung '
    'sehari, lalu pilih yang paling kamu cari lagi.'),
('set-pesisir', 'garam-timur', 'Set Contoh Pesisir', 'lainnya', 'aquatic', null, 'samples', '000055', '{"air laut"}', '{garam}', '{"kayu apung"}',
    'Semua racikan laut kami dalam lima tabung 2 ml, dari tambak sampai dermaga. Urutkan dari kiri ke kanan, jangan dibalik.'),
('hadiah-latri', 'kembang-latri', 'Kotak Hadiah Latri', 'lainnya', 'floral', null, 'giftset', '000266',
    '{bergamot}', '{melati,"sedap malam"}', '{cendana}',
    'Melati Senja dan Kamboja Halaman dalam ukuran 30 ml, dibungkus kain lurik yang bisa dipakai lagi. Kartu ucapannya kosong, untuk kamu tulis sendiri.'),
('hadiah-dapur', 'dapur-nira', 'Kotak Hadiah Dapur', 'lainnya', 'gourmand', null, 'giftset', '000177', '{kopi}', '{"gula aren"}', '{vanila}',
    'Gula Aren dan Kopi Tubruk 30 ml bersama sebatang cokelat Jembrana. Kotaknya dari kertas semen bekas yang dipres ulang.'),
('kantong-lemari', 'ketel-samarang', 'Kantong Lemari Akar Wangi', 'lainnya', 'woody', null, 'pouch', '200388', '{}', '{"akar wangi"}', '{tanah}',
    'Anyaman akar wangi dalam kantong belacu, tiga buah sekali beli. Mengusir ngengat dengan sopan dan bertahan setahun.'),
('buku-racikan', 'neraca-wangi', 'Buku Catatan Racikan', 'lainnya', 'green', null, 'book', '200199', '{}', '{}', '{}',
    'Seratus dua puluh halaman bergaris untuk nama bahan, berat, persen, dan kesan pada jam ke-0, ke-1, dan ke-6. Kertasnya tahan tetesan minyak.');

insert into sample_sizes (range_key, amount, unit, list_price, weight_grams, stock, summary, note) values
('timbangan-saku', null, null, 135000, 180, 66, 'Seperseratus gram di telapak tangan, dengan anak timbang.', 'Dua baterai AAA sudah terpasang.'),
('neraca-dua-lengan', null, null, 685000, 1450, 4, 'Neraca kuningan yang bekerja, bukan hanya pajangan.', 'Dikirim dalam peti kayu kecil.'),
('pipet-tetes', null, null, 28000, 45, 420,
    'Dua puluh pipet lunak bergaris setengah mililiter.', 'Sekali pakai untuk bahan pekat, bisa dicuci untuk yang encer.'),
('pipet-kaca', null, null, 65000, 90, 88, 'Tiga pipet kaca 1 ml yang tahan minyak sitrus.', 'Dikemas dalam tabung kertas tebal.'),
('gelas-beker', 250, 'ml', 58000, 210, 73, 'Beker borosilikat 250 ml dengan bibir tuang rapi.', 'Besar yang ini muat satu angkatan botol 50 ml.'),
('gelas-beker', 100, 'ml', 39000, 130, 97, 'Beker kecil untuk menimbang bahan satu per satu.', 'Dasarnya rata, tidak goyah di atas timbangan.'),
('corong-mini', null, null, 24000, 60, 145, 'Corong kaca berleher 6 mm yang tidak tersedak.', 'Cuci dengan alkohol, keringkan terbalik.'),
('kertas-uji', null, null, 32000, 95, 380, 'Seratus kertas uji tebal dengan ruang untuk catatan.', 'Lipat ujungnya supaya berdiri sendiri di meja.'),
('botol-semprot', 50, 'ml', 36000, 150, 230, 'Botol semprot 50 ml berkabut halus, bisa diisi ulang.', 'Lehernya standar, cocok dengan corong mini.'),
('botol-semprot', 10, 'ml', 15000, 45, 340, 'Semprotan saku 10 ml untuk isi ulang sendiri.', 'Tutupnya terkunci dengan setengah putaran.'),
('botol-amber', 30, 'ml', 54000, 330, 125, 'Enam botol cokelat 30 ml untuk bahan yang takut cahaya.', 'Bantalan tutupnya tahan minyak atsiri.'),
('suling-tembaga', null, null, 1850000, 3200, 7, 'Suling tembaga rumahan untuk bunga pekarangan.', 'Disertai buku kecil berisi enam resep suling.'),
('lilin-kamboja', 200, 'g', 145000, 420, 54, 'Lilin kedelai kamboja, menyala empat puluh jam.', 'Gelasnya tebal dan pantas menjadi tempat pensil.'),
('lilin-wajan-gula', 200, 'g', 149000, 420, 39, 'Karamel, pandan, dan asap kayu di dalam gelas.', 'Nyalakan sejam sebelum tamu datang.'),
('difuser-teh-sore', 100, 'ml', 175000, 360, 45, 'Teh hitam dan bergamot lewat tujuh batang rotan.', 'Cukup untuk ruangan tiga kali empat meter.'),
('difuser-bambu', 100, 'ml', 169000, 360, 0, 'Daun bambu dan genting basah untuk ruang tanpa jendela.', 'Taruh jauh dari kipas supaya tidak cepat habis.'),
('dupa-cendana', null, null, 48000, 110, 190, 'Empat puluh batang dupa cendana gulung tangan.', 'Wadahnya tabung bambu bertutup.'),
('dupa-cempaka', null, null, 45000, 110, 165, 'Cempaka kuning dan damar putih, berasap tipis.', 'Simpan jauh dari teh, karena baunya suka pindah.'),
('sabun-kopi', 100, 'g', 35000, 115, 150, 'Sabun ampas kopi yang menghapus bau dapur.', 'Taruh di tatakan berlubang supaya awet.'),
('sabun-purut', 100, 'g', 35000, 115, 10, 'Sabun kulit jeruk purut dengan bintik hijau.', 'Tanpa pewarna; hijaunya memudar dan itu wajar.'),
('set-jelajah', null, null, 125000, 140, 82, 'Lima tabung rempah untuk satu minggu mencoba.', 'Kartu catatannya berisi lima halaman kosong.'),
('set-pesisir', null, null, 115000, 140, 47, 'Dari tambak ke dermaga dalam lima tabung kecil.', 'Tabungnya bisa dicuci dan dipakai lagi.'),
('hadiah-latri', null, null, 299000, 480, 23, 'Dua bunga malam dalam bungkus kain lurik.', 'Pita dan kartu sudah termasuk.'),
('hadiah-dapur', null, null, 339000, 520, 18, 'Gula aren, kopi, dan sebatang cokelat dalam satu kotak.', 'Cokelatnya baik sebelum enam bulan.'),
('kantong-lemari', null, null, 75000, 150, 105, 'Tiga kantong belacu berisi anyaman akar wangi.', 'Jemur sebentar kalau wanginya mulai menipis.'),
('buku-racikan', null, null, 85000, 320, 59, 'Seratus dua puluh halaman untuk bahan, berat, dan kesan.', 'Pita penandanya hijau pandan.');

-- into the shop --------------------------------------------------------------------------------------------------------------------------
create temporary table sample_products as
select
    md5('product:' || named.slug)::uuid as id,
    named.*,
    format('%s-%s-%s-%s', named.shape, coalesce(named.family, 'plain'), coalesce(named.amount, 0), named.seed) as picture_key
from (
    select r.*, s.place, s.amount, s.unit, s.list_price, s.weight_grams, s.stock, s.summary, s.note,
        concat_ws('-', r.range_key, s.amount || s.unit) as slug,
        concat_ws(' ', r.name, s.amount || ' ' || s.unit) as full_name
    from sample_sizes s join sample_ranges r using (range_key)
) named;

insert into brands (id, slug, name, city, story, founded_year)
select md5('brand:' || slug)::uuid, slug, name, city, story, founded_year from sample_brands
on conflict do nothing;

insert into products (
    id, brand_id, range_key, name, category, aroma_family, concentration, size_ml, weight_grams,
    top_notes, heart_notes, base_notes, summary, description, picture_key
)
select
    id, md5('brand:' || brand)::uuid, range_key, full_name, category, family, concentration, case unit when 'ml' then amount end, weight_grams,
    top_notes, heart_notes, base_notes, summary, description || ' ' || note, picture_key
from sample_products
on conflict do nothing;

-- The newest are the first size of every range, in mixed families, so that the front page shows the whole house.
insert into marketplace_listings (product_id, slug, list_price, published_at)
select id, slug, list_price, app_now() - interval '7 hours' * row_number() over (order by shelf, range_key <> 'melati-senja', md5(range_key))
from (select p.*, row_number() over (partition by range_key order by place) as shelf from sample_products p) shelved
on conflict do nothing;

-- Only what was never stocked: a listing without a ledger is new.
select receive_stock(id, stock, 'stok awal')
from sample_products p
where stock > 0 and not exists (select from stock_ledger l where l.product_id = p.id)
order by id;

drop table sample_products, sample_sizes, sample_ranges, sample_brands;
select set_config('app.actor', '', true);
